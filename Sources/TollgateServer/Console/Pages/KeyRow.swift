import TollgateCore

/// A key in a list.
struct KeyRow {
  let name: String
  let link: String
  let team: String?
  let teamLink: String?
  let word: String
  let isGood: Bool
  let isDeclared: Bool
  let limits: [String]
  /// Both of this month.
  let spent: String
  let saved: String
  /// Its latest create.
  let used: ShownMoment?

  init(_ key: KeySummary, _ month: UsageReport.Row?, at now: Timestamp, _ calendar: ConsoleCalendar) {
    name = key.name
    link = ConsoleRoute.key(key.name)
    team = key.team
    teamLink = key.team.map(ConsoleRoute.team)
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
    spent = ShownText.money(month?.spent ?? .zero)
    saved = ShownText.money(month?.saved ?? .zero)
    used = key.lastUsedAt.map(calendar.shown)
  }
}

extension ConsolePages {
  /// Keys as rows with what each spends this month; those that are revoked come last.
  func rows(of keys: [KeySummary]) async throws -> [KeyRow] {
    let now = time.now()
    let month = try await administration.usage(
      UsageQuery(by: .key, firstDay: calendar.firstOfMonth(of: now).code, lastDay: calendar.day(of: now).code))
    let usage = Dictionary(month.rows.map { ($0.name ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    let valid = keys.filter { $0.revokedAt == nil }
    let revoked = keys.filter { $0.revokedAt != nil }
    return (valid + revoked).map { KeyRow($0, usage[$0.name], at: now, calendar) }
  }
}
