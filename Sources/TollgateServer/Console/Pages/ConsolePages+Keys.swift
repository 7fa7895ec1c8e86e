import HTTPTypes
import TollgateCore

extension ConsolePages {
  /// All keys, and the form that creates one.
  func keys(_ visit: ConsoleVisit) async throws -> String { try await keys(visit, problem: nil) }

  private func keys(_ visit: ConsoleVisit, problem: String?) async throws -> String {
    let now = time.now()
    let keys = try await administration.keys().sorted { $0.revokedAt == nil && $1.revokedAt != nil }
    let view = KeysView(
      rows: keys.map { KeyRow($0, at: now, calendar) }, isEmpty: keys.isEmpty, address: ConsoleRoute.keys, problem: problem,
      entered: NewKeyForm(visit.form), closesConsole: keys.isEmpty && !visit.visitor.canSignOut)
    return try page("keys", "Keys", in: .keys, visit, view)
  }

  /// Creates a key and shows its secret, this one time; or the form again with what is wrong with it.
  func createKey(_ visit: ConsoleVisit) async throws -> ConsoleAnswer {
    let created: CreatedKey
    do throws(AdministrationError) {
      created = try await administration.createKey(try NewKeyForm(visit.form).key())
    } catch {
      return .page(try await keys(visit, problem: error.description), status: .init(error.kind))
    }
    let view = CreatedKeyView(
      name: created.key.name, secret: created.secret,
      back: visit.visitor.canSignOut ? ConsoleRoute.key(created.key.name) : nil, base: visit.base)
    return .page(try page("key-created", "New key", in: .keys, visit, view), status: .created)
  }

  /// One key with its limits and what is left of them.
  func key(_ name: String, _ visit: ConsoleVisit) async throws -> String { try await key(name, visit, problem: nil) }

  private func key(_ name: String, _ visit: ConsoleVisit, problem: String?) async throws -> String {
    let key = try await administration.key(named: name)
    let now = time.now()
    let budgets = try await administration.budgets().filter { $0.owner == .key && $0.name == name }
    let usage = try await administration.usage(UsageQuery(by: .key)).rows.first { $0.name == name }
    let isChangeable = key.origin == .created && key.revokedAt == nil
    let view = KeyView(
      row: KeyRow(key, at: now, calendar), models: key.models?.joined(separator: ", ") ?? "all models",
      created: calendar.shown(key.createdAt), expires: key.expiresAt.map(calendar.shown),
      revoked: key.revokedAt.map(calendar.shown), sums: usage.map(SumView.init),
      budgets: budgets.map { BudgetBar($0, at: now) },
      limits: problem == nil ? LimitForm(key.limits) : LimitForm(visit.form),
      change: isChangeable ? ConsoleRoute.key(name) : nil,
      revoke: isChangeable ? "\(ConsoleRoute.key(name))/revoke" : nil,
      isDeclared: key.origin == .declared, problem: problem)
    return try page("key", "Key \(name)", in: .keys, visit, view)
  }

  /// Changes a key's limits, or shows the form again with what is wrong with it.
  func changeKey(_ name: String, _ visit: ConsoleVisit) async throws -> ConsoleAnswer {
    do throws(AdministrationError) {
      _ = try await administration.changeKey(named: name, KeyChange(limits: try LimitForm(visit.form).change()))
      return .redirect(to: Deed.changed.address(ConsoleRoute.key(name)))
    } catch {
      guard error.kind == .invalid else { throw error }
      return .page(try await key(name, visit, problem: error.description), status: .badRequest)
    }
  }

  /// Asks once more before a key is revoked.
  func revokeConfirmation(_ name: String, _ visit: ConsoleVisit) async throws -> String {
    let key = try await administration.key(named: name)
    let view = ConfirmationView(
      question: "Revoke the key \(key.name)?",
      consequence: """
        Whoever uses it is refused from the next request on. What it has bought stays, and what is under way goes on.
        """,
      action: "\(ConsoleRoute.key(name))/revoke", verb: "Revoke it", back: ConsoleRoute.key(name))
    return try page("confirmation", "Revoke \(key.name)", in: .keys, visit, view)
  }

  func revokeKey(_ name: String) async throws -> ConsoleAnswer {
    try await administration.revokeKey(named: name)
    return .redirect(to: Deed.revoked.address(ConsoleRoute.key(name)))
  }
}

/// A key in the list.
struct KeyRow {
  let name: String
  let link: String
  let team: String?
  let word: String
  let isGood: Bool
  let isDeclared: Bool
  let limits: [String]
  let created: ShownMoment

  init(_ key: KeySummary, at now: Timestamp, _ calendar: ConsoleCalendar) {
    name = key.name
    link = ConsoleRoute.key(key.name)
    team = key.team
    let isExpired = key.expiresAt.map { $0 <= now } ?? false
    word = key.revokedAt != nil ? "revoked" : isExpired ? "expired" : key.replayOnly ? "replays only" : "active"
    isGood = key.revokedAt == nil && !isExpired
    isDeclared = key.origin == .declared
    let budgets = key.limits.budgets
    limits = [
      budgets.day.map { "\(ShownText.money($0)) a day" }, budgets.month.map { "\(ShownText.money($0)) a month" },
      budgets.total.map { "\(ShownText.money($0)) in total" },
      key.limits.rate.createsPerMinute.map { "\(ShownText.count($0)) creates a minute" },
      key.limits.rate.generationsPerMinute.map { "\(ShownText.count($0)) purchases a minute" },
      key.limits.maximumRunning.map { "\(ShownText.count($0)) running" },
    ].compactMap(\.self)
    created = calendar.shown(key.createdAt)
  }
}

private struct KeysView {
  let rows: [KeyRow]
  let isEmpty: Bool
  let address: String
  let problem: String?
  let entered: NewKeyForm
  /// Whether there is no console any more with the first key: it asks for no token.
  let closesConsole: Bool
}

private struct CreatedKeyView {
  let name: String
  let secret: String
  /// The key's page; `nil` where the console ends with the first key.
  let back: String?
  let base: String
}

private struct KeyView {
  let row: KeyRow
  let models: String
  let created: ShownMoment
  let expires: ShownMoment?
  let revoked: ShownMoment?
  let sums: SumView?
  let budgets: [BudgetBar]
  let limits: LimitForm
  /// Where a form changes the limits; `nil` where they cannot be changed here.
  let change: String?
  let revoke: String?
  let isDeclared: Bool
  let problem: String?
}
