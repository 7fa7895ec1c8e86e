import HTTPTypes
import TollgateCore

extension ConsolePages {
  /// One key with its settings, what is left of its limits, and what it spends.
  func key(_ name: String, _ visit: ConsoleVisit) async throws -> String {
    let key = try await administration.key(named: name)
    return try await self.key(key, visit, form: KeyForm(key, calendar), problem: nil)
  }

  private func key(_ key: KeySummary, _ visit: ConsoleVisit, form: KeyForm, problem: String?) async throws -> String {
    let now = time.now()
    let budgets = try await administration.budgets().filter { $0.owner == .key && $0.name == key.name }
    let usage = try await administration.usage(UsageQuery(by: .key)).rows.first { $0.name == key.name }
    let isChangeable = key.origin == .created && key.revokedAt == nil
    let address = ConsoleRoute.key(key.name)
    let view = KeyView(
      row: try await rows(of: [key]).first, isRevoked: key.revokedAt != nil,
      models: key.models.map(ModelList.text) ?? "all models", created: calendar.shown(key.createdAt),
      expires: key.expiresAt.map(calendar.shown), revoked: key.revokedAt.map(calendar.shown),
      former: key.formerSecretUntil.flatMap { $0 > now ? calendar.shown($0) : nil }, sums: usage.map(SumView.init),
      budgets: budgets.map { BudgetBar($0, at: now) }, form: form,
      teams: try await administration.teams().map { Choice(value: $0.name, isChosen: $0.name == form.team) },
      zone: calendar.zone, seen: key.revision, change: isChangeable ? address : nil,
      rotate: isChangeable && key.expiresAt.map { $0 > now } ?? true ? "\(address)/rotate" : nil,
      revoke: isChangeable ? "\(address)/revoke" : nil, isDeclared: key.origin == .declared,
      jobs: ConsoleRoute.address(ConsoleRoute.gallery, ["key": key.name]), problem: problem)
    return try page("key", "Key \(key.name)", in: .keys, visit, view)
  }

  /// Changes a key, or shows the form again with what is wrong with it.
  func changeKey(_ name: String, _ visit: ConsoleVisit) async throws -> ConsoleAnswer {
    let key = try await administration.key(named: name)
    let (settings, entered) = (KeyForm(key, calendar), KeyForm(visit.form))
    guard !SeenRevision.isStale(visit.form, now: key.revision) else {
      let page = try await self.key(key, visit, form: settings, problem: SeenRevision.conflict)
      return .page(page, status: .conflict)
    }
    do throws(AdministrationError) {
      _ = try await administration.changeKey(
        named: name, try entered.change(from: settings, calendar), if: SeenRevision.precondition(visit.form))
      return .redirect(to: Deed.changed.address(ConsoleRoute.key(name)))
    } catch {
      guard ![.unavailable, .changed].contains(error.kind), key.origin == .created, key.revokedAt == nil else { throw error }
      let page = try await self.key(key, visit, form: entered, problem: error.browserSentence)
      return .page(page, status: .init(error.kind))
    }
  }

  /// Asks how long the old secret is to be accepted beside a new one.
  func rotation(_ name: String, _ visit: ConsoleVisit) async throws -> String {
    let key = try await administration.key(named: name)
    let view = RotationView(
      name: key.name, seen: key.revision, action: "\(ConsoleRoute.key(name))/rotate", back: ConsoleRoute.key(name),
      overlaps: RotationView.Overlap.offered)
    return try page("rotation", "A new secret for \(key.name)", in: .keys, visit, view)
  }

  /// Gives a key a new secret and shows it, this one time. A form that is sent again would end the secret that was just shown, or
  /// the one that is to be accepted beside it; it is of a revision that is over.
  func rotateKey(_ name: String, _ visit: ConsoleVisit) async throws -> ConsoleAnswer {
    guard let seconds = visit.form.entry("overlap").flatMap({ Int64($0) }) else {
      throw AdministrationError(.invalid, "Choose how long the old secret is accepted beside the new one.")
    }
    let rotated = try await administration.rotateKey(
      named: name, KeyRotation(overlap: .seconds(seconds)), if: SeenRevision.precondition(visit.form))
    return .page(try secret(of: rotated, title: "The key \(name) has a new secret", visit))
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

private struct KeyView {
  let row: KeyRow?
  let isRevoked: Bool
  let models: String
  let created: ShownMoment
  let expires: ShownMoment?
  let revoked: ShownMoment?
  /// Until when the secret before the latest is accepted; `nil` where it is not.
  let former: ShownMoment?
  let sums: SumView?
  let budgets: [BudgetBar]
  let form: KeyForm
  let teams: [Choice]
  let zone: String
  let seen: String
  /// Where a form changes it; `nil` where it cannot be changed here.
  let change: String?
  let rotate: String?
  let revoke: String?
  let isDeclared: Bool
  let jobs: String
  let problem: String?
}

private struct RotationView {
  /// How long the old secret is accepted beside the new one.
  struct Overlap {
    let seconds: Int64
    let label: String
    let isChosen: Bool

    static let offered = [
      Overlap(seconds: 0, label: "not at all", isChosen: false), Overlap(seconds: 3600, label: "1 hour", isChosen: false),
      Overlap(seconds: 86_400, label: "1 day", isChosen: true), Overlap(seconds: 7 * 86_400, label: "7 days", isChosen: false),
      Overlap(seconds: 30 * 86_400, label: "30 days", isChosen: false),
    ]
  }

  let name: String
  let seen: String
  let action: String
  let back: String
  let overlaps: [Overlap]
}
