import TollgateCore

/// Keys as people read them.
enum KeyTable {
  /// One line for each key. Limits are shown where any key has some.
  static func rendered(_ keys: [KeySummary], at now: Timestamp, on screen: Screen) -> String {
    let showsLimits = keys.contains { $0.limits != KeyLimits() }
    var columns: [TextTable.Column] = [
      .init("NAME", mayShrink: true), .init("TEAM", mayShrink: true), .init("ORIGIN", leaving: 2), .state("STATE"),
      .init("MODELS", mayShrink: true), .init("CREATED", leaving: 1), .init("EXPIRES"),
      .init("LAST USED", leaving: 3),
    ]
    if showsLimits { columns.append(.init("LIMITS", mayShrink: true)) }
    var table = TextTable(columns)
    for key in keys {
      table.append([
        key.name, key.team, key.origin.rawValue, state(of: key, at: now), key.models?.joined(separator: " ") ?? "all",
        DisplayText.minute(key.createdAt), key.expiresAt.map(DisplayText.minute),
        key.lastUsedAt.map(DisplayText.minute),
        words(for: key.limits).joined(separator: ", "),
      ])
    }
    return table.rendered(on: screen)
  }

  /// One key, one fact per line.
  static func rendered(_ key: KeySummary, at now: Timestamp, on screen: Screen) -> String {
    let limits = words(for: key.limits)
    return FactList.rendered(
      [
        ("name", key.name), ("team", key.team), ("origin", key.origin.rawValue), ("state", state(of: key, at: now)),
        ("models", key.models?.joined(separator: " ") ?? "all"), ("buys", key.replayOnly ? "never" : nil),
        ("limits", limits.isEmpty ? "none" : limits.joined(separator: ", ")), ("created", DisplayText.moment(key.createdAt)),
        ("expires", key.expiresAt.map(DisplayText.moment)), ("revoked", key.revokedAt.map(DisplayText.moment)),
        ("last used", key.lastUsedAt.map(DisplayText.minute) ?? "never"), ("old secret", formerSecret(of: key, at: now)),
      ], on: screen)
  }

  /// The limits that there are: `$5 a day`, `30 purchases a minute`.
  static func words(for limits: KeyLimits) -> [String] {
    let budgets = limits.budgets
    let words = [
      budgets.day.map { "\(DisplayText.dollars($0)) a day" }, budgets.month.map { "\(DisplayText.dollars($0)) a month" },
      budgets.total.map { "\(DisplayText.dollars($0)) in total" },
      limits.rate.createsPerMinute.map { "\($0) requests a minute" },
      limits.rate.generationsPerMinute.map { "\($0) purchases a minute" }, limits.maximumRunning.map { "\($0) running" },
    ]
    return words.compactMap(\.self)
  }

  /// That a secret is accepted beside the key's own, and until when; `nil` where none is.
  private static func formerSecret(of key: KeySummary, at now: Timestamp) -> String? {
    guard let end = key.formerSecretUntil, now < end, state(of: key, at: now) == "valid" else { return nil }
    return "accepted until \(DisplayText.moment(end))"
  }

  private static func state(of key: KeySummary, at now: Timestamp) -> String {
    if key.revokedAt != nil { return "revoked" }
    return key.expiresAt.map { $0 <= now } == true ? "expired" : "valid"
  }
}
