import TollgateCore

/// Usage over time as pictures, and as a table for those who want figures or do not see pictures.
struct UsageCharts {
  /// One line of the table.
  struct Line {
    let time: String
    let spent: String
    let saved: String
    let misses: String
    let hits: String
    let joined: String
    let refused: String

    init(_ point: UsageSeries.Point, _ time: String) {
      self.time = time
      spent = ShownText.money(point.spent)
      saved = ShownText.money(point.saved)
      misses = ShownText.count(point.misses)
      hits = ShownText.count(point.hits)
      joined = ShownText.count(point.joined)
      refused = ShownText.count(point.refused)
    }
  }

  private static let leastMoney = Money(nanodollars: 1_000_000)
  private static let leastCount: Int64 = 10

  let charts: [BarChart]
  /// The latest first, and only those in which something was.
  let lines: [Line]
  let hasFigures: Bool

  init(_ series: UsageSeries, _ period: UsagePeriod, _ calendar: ConsoleCalendar) {
    let points = series.points.map { (point: $0, time: period.text($0.start, calendar)) }
    let covered = "in \(period.label)"
    charts = [
      BarChart(
        id: "money", title: "Spent and saved",
        series: [.init(label: "spent", style: "spent"), .init(label: "saved", style: "saved")],
        columns: points.map { .init(label: $0.time, values: [$0.point.spent.nanodollars, $0.point.saved.nanodollars]) },
        period: covered, least: Self.leastMoney.nanodollars, text: { ShownText.money(Money(nanodollars: $0)) }),
      BarChart(
        id: "outcomes", title: "How creates ended",
        series: [
          .init(label: "bought", style: "miss"), .init(label: "hits", style: "hit"), .init(label: "joined", style: "joined"),
          .init(label: "refused", style: "refused"),
        ],
        columns: points.map { point, time in
          .init(label: time, values: [point.misses, point.hits, point.joined, point.refused].map(Int64.init))
        },
        period: covered, least: Self.leastCount, text: { ShownText.count(Int($0)) }),
    ]
    lines = points.reversed().filter { Self.hasFigures($0.point) }.map { Line($0.point, $0.time) }
    hasFigures = !lines.isEmpty
  }

  private static func hasFigures(_ point: UsageSeries.Point) -> Bool {
    point.spent != .zero || point.saved != .zero || point.hits + point.joined + point.misses + point.refused > 0
  }
}
