import TollgateCore

/// Teams as people read them.
enum TeamTable {
  /// One line for each team.
  static func rendered(_ teams: [TeamSummary], on screen: Screen) -> String {
    var table = TextTable([
      .init("NAME", mayShrink: true), .init("ORIGIN", leaving: 1), .init("KEYS", isRightAligned: true),
      .init("SPENT", isRightAligned: true), .init("HELD", isRightAligned: true, leaving: 2), .init("LIMITS", mayShrink: true),
    ])
    for team in teams {
      let total = team.balances.first { $0.period == .total }
      table.append([
        team.name, team.origin.rawValue, String(team.keys), (total?.spent).map(DisplayText.dollars),
        (total?.held).map(DisplayText.dollars), KeyTable.words(for: KeyLimits(budgets: team.budgets)).joined(separator: ", "),
      ])
    }
    return table.rendered(on: screen)
  }

  /// One team, and what has become of each of its periods.
  static func rendered(_ team: TeamSummary, on screen: Screen) -> String {
    let facts = FactList.rendered(
      [
        ("name", team.name), ("origin", team.origin.rawValue), ("keys", String(team.keys)), ("limits", words(for: team)),
      ], on: screen)
    var table = TextTable([
      .init("PER"), .init("LIMIT", isRightAligned: true), .init("SPENT", isRightAligned: true),
      .init("HELD", isRightAligned: true, leaving: 2), .init("LEFT", isRightAligned: true), .init("RESETS", leaving: 1),
    ])
    for balance in team.balances {
      table.append([
        balance.period.rawValue, balance.limit.map(DisplayText.dollars), DisplayText.dollars(balance.spent),
        DisplayText.dollars(balance.held), balance.left.map(DisplayText.dollars),
        balance.resetsAt.map(DisplayText.minute) ?? "never",
      ])
    }
    return facts + "\n" + table.rendered(on: screen)
  }

  /// Its limits: `$5 a day`, or `no limits`.
  static func words(for team: TeamSummary) -> String {
    let words = KeyTable.words(for: KeyLimits(budgets: team.budgets))
    return words.isEmpty ? "no limits" : words.joined(separator: ", ")
  }
}
