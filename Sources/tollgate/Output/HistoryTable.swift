import TollgateCore

/// What was spent, saved and asked for over time, for people and for spreadsheets.
enum HistoryTable {
  private static let titles = ["spent", "saved", "purchases", "hits", "joined", "refused"]
  /// What a narrow terminal can do without.
  private static let leaving = ["refused": 1, "joined": 2]

  /// One line for each step in which something happened, the newest last.
  static func rendered(_ series: UsageSeries, on screen: Screen) -> String {
    var table = TextTable(
      [.init(series.step.rawValue.uppercased())]
        + titles.map { .init($0.uppercased(), isRightAligned: true, leaving: leaving[$0]) })
    for point in series.points where point.isEventful {
      table.append([label(of: point, DisplayText.minute)] + cells(point, DisplayText.dollars))
    }
    return table.rendered(on: screen)
  }

  /// CSV with a line of titles, and every step.
  static func csv(_ series: UsageSeries) -> String {
    CSVText.line([series.step.rawValue] + titles)
      + series.points.map { CSVText.line([label(of: $0, \.description)] + cells($0, \.description)) }.joined()
  }

  /// A day is one of the gateway's time zone, and begins anywhere in one of UTC.
  private static func label(of point: UsageSeries.Point, _ spell: (Timestamp) -> String) -> String {
    point.day.map { CalendarDay(code: $0).description } ?? spell(point.start)
  }

  private static func cells(_ point: UsageSeries.Point, _ spell: (Money) -> String) -> [String] {
    [point.spent, point.saved].map(spell) + [point.misses, point.hits, point.joined, point.refused].map(String.init)
  }
}

extension UsageSeries.Point {
  /// Whether anything happened in it.
  var isEventful: Bool { hits + joined + misses + refused > 0 || spent != .zero || saved != .zero }
}
