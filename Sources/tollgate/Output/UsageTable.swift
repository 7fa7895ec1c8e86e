import TollgateCore

/// Who spent and saved what, for people and for spreadsheets.
enum UsageTable {
  private static let figures = ["spent", "held", "saved", "purchases", "hits", "joined", "refused"]

  /// What a narrow terminal can do without.
  private static let leaving = ["refused": 1, "joined": 2, "held": 3]

  /// A table with the sum of all rows at its end.
  static func rendered(_ report: UsageReport, on screen: Screen) -> String {
    var table = TextTable(
      [.init(report.dimension.rawValue.uppercased(), mayShrink: true, cut: report.dimension == .model ? .middle : .end)]
        + figures.map { .init($0.uppercased(), isRightAligned: true, leaving: leaving[$0]) })
    for row in report.rows { table.append([row.name] + cells(row, DisplayText.dollars)) }
    table.append(["TOTAL"] + cells(report.total, DisplayText.dollars))
    return table.rendered(on: screen)
  }

  /// CSV with a line of titles. The sum of all rows is left out: who adds up a column would count everything twice.
  static func csv(_ report: UsageReport) -> String {
    let titles = [report.dimension.rawValue] + figures
    return CSVText.line(titles)
      + report.rows.map { row in
        CSVText.line([CSVText.harmless(row.name ?? "")] + cells(row, \.description))
      }.joined()
  }

  private static func cells(_ row: UsageReport.Row, _ spell: (Money) -> String) -> [String] {
    [row.spent, row.held, row.saved].map(spell) + [row.purchases, row.hits, row.joined, row.refused].map(String.init)
  }
}
