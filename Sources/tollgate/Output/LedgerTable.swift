import TollgateCore

/// Movements of money, for people and for spreadsheets.
enum LedgerTable {
  /// One line for each.
  static func rendered(_ lines: [LedgerSummary], on screen: Screen) -> String {
    var table = TextTable([
      .init("ENTRY", isRightAligned: true, leaving: 3), .init("PURCHASE"), .init("KIND"), .init("AMOUNT", isRightAligned: true),
      .init("KEY", mayShrink: true), .init("TEAM", mayShrink: true, leaving: 2), .init("AT"), .init("DAY", leaving: 1),
    ])
    for line in lines {
      table.append([
        String(line.id), line.generation.description, line.kind.rawValue, DisplayText.dollars(line.amount),
        line.keyName ?? "local", line.team, DisplayText.moment(line.at), CalendarDay(code: line.day).description,
      ])
    }
    return table.rendered(on: screen)
  }

  /// CSV with a line of titles.
  static func csv(_ lines: [LedgerSummary]) -> String {
    CSVText.line(["entry", "purchase", "kind", "amount", "key", "team", "at", "day"])
      + lines.map { line in
        CSVText.line([
          String(line.id), line.generation.description, line.kind.rawValue, line.amount.description,
          CSVText.harmless(line.keyName ?? ""), CSVText.harmless(line.team ?? ""), line.at.description,
          CalendarDay(code: line.day).description,
        ])
      }.joined()
  }
}
