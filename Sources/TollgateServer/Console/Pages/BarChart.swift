/// Figures over time as bars, whose parts stand on each other.
struct BarChart {
  /// What one part of every bar stands for.
  struct Series {
    let label: String
    /// Its class in the style.
    let style: String
  }

  /// One moment with the figure of each series.
  struct Column {
    let label: String
    let values: [Int64]
  }

  /// One part of a bar, in the units of the picture.
  struct Part {
    let style: String
    let x: Int
    let y: Int64
    let width: Int
    let height: Int64
  }

  struct Bar {
    let title: String
    let parts: [Part]
  }

  private static let step = 20
  private static let barWidth = 14
  /// With more bars than that there is no room between them.
  private static let spacedBars = 60
  private static let fullHeight: Int64 = 200

  /// What the picture is called, and what it shows in a sentence.
  let title: String
  let summary: String
  /// What its parts are found by in the page.
  let id: String
  let series: [Series]
  /// Whether the bars stand without room between them.
  let isDense: Bool
  let width: Int
  let height = Self.fullHeight
  let bars: [Bar]
  let top: String
  let middle: String
  let bottom: String
  let first: String
  let last: String

  /// - Parameters:
  ///   - id: what its parts are found by in the page.
  ///   - title: what it is called.
  ///   - series: what the parts of a bar are, the lowest first.
  ///   - columns: the bars, the earliest first.
  ///   - period: the time that it covers, such as `in 30 days`.
  ///   - least: the lowest top of the scale.
  ///   - text: how a figure is written.
  init(
    id: String, title: String, series: [Series], columns: [Column], period: String, least: Int64, text: (Int64) -> String
  ) {
    func sentence(_ values: [Int64]) -> String {
      zip(series, values).map { "\(text($1)) \($0.label)" }.joined(separator: ", ")
    }
    let highest = columns.map { Self.sum($0.values) }.max() ?? 0
    let ceiling = Self.ceiling(above: highest, least: least)
    isDense = columns.count > Self.spacedBars
    let barWidth = isDense ? Self.step : Self.barWidth
    self.id = id
    self.title = title
    self.series = series
    width = max(1, columns.count) * Self.step
    bars = columns.enumerated().map { index, column in
      var floor: Int64 = 0
      let parts = zip(series, column.values).map { series, value in
        let height = min(Self.fullHeight - floor, Self.height(of: value, ceiling))
        floor += height
        return Part(
          style: series.style, x: index * Self.step + (Self.step - barWidth) / 2, y: Self.fullHeight - floor,
          width: barWidth, height: height)
      }
      return Bar(title: "\(column.label): \(sentence(column.values))", parts: parts)
    }
    top = text(ceiling)
    middle = text(ceiling / 2)
    bottom = text(0)
    first = columns.first?.label ?? ""
    last = columns.last?.label ?? ""
    let totals = series.indices.map { index in Self.sum(columns.map { $0.values[index] }) }
    summary = "\(sentence(totals)) \(period)"
  }

  /// What is there is seen, however small it is.
  private static func height(of value: Int64, _ ceiling: Int64) -> Int64 {
    guard value > 0 else { return 0 }
    let (product, overflow) = value.multipliedReportingOverflow(by: fullHeight)
    return min(fullHeight, max(2, overflow ? value / (ceiling / fullHeight) : product / ceiling))
  }

  /// The next figure that is 1, 2 or 5 and zeros.
  private static func ceiling(above highest: Int64, least: Int64) -> Int64 {
    var power = least
    while true {
      for factor: Int64 in [1, 2, 5] where factor * power >= highest { return factor * power }
      let (next, overflow) = power.multipliedReportingOverflow(by: 10)
      if overflow || next > .max / 5 { return highest }
      power = next
    }
  }

  /// What is above zero together, as far as numbers go.
  private static func sum(_ values: [Int64]) -> Int64 {
    values.reduce(0) { sum, value in
      let (next, overflow) = sum.addingReportingOverflow(max(0, value))
      return overflow ? .max : next
    }
  }
}
