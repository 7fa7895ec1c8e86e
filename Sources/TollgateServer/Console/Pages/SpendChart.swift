import TollgateCore

/// Spent and saved by day, as bars that stand on each other: spent below, saved on top.
struct SpendChart {
  /// One day in figures.
  struct Day {
    let day: CalendarDay
    let spent: Money
    let saved: Money
    let purchases: Int

    init(_ day: CalendarDay, _ row: UsageReport.Row?) {
      self.day = day
      spent = row?.spent ?? .zero
      saved = row?.saved ?? .zero
      purchases = row?.purchases ?? 0
    }
  }

  /// One bar, in the units of the picture.
  struct Bar {
    let x: Int
    let width: Int
    let spentY: Int64
    let spentHeight: Int64
    let savedY: Int64
    let savedHeight: Int64
    let title: String
  }

  /// One line of the table behind it.
  struct Line {
    let day: String
    let spent: String
    let saved: String
    let purchases: String
  }

  private static let step = 20
  private static let barWidth = 14
  private static let fullHeight: Int64 = 200

  let width: Int
  let height = Self.fullHeight
  let bars: [Bar]
  let lines: [Line]
  let top: String
  let middle: String
  let first: String
  let last: String
  let summary: String
  let hasFigures: Bool

  init(_ days: [Day]) {
    let highest = days.map { max(.zero, $0.spent).addingSaturating($0.saved) }.max() ?? .zero
    let ceiling = Self.ceiling(above: highest)
    // Heights are whole units: dividing first keeps the product from overflowing.
    let unit = max(1, ceiling.nanodollars / Self.fullHeight)
    width = days.count * Self.step
    bars = days.enumerated().map { index, day in
      let spent = Self.height(of: day.spent, unit)
      let saved = min(Self.fullHeight - spent, Self.height(of: day.saved, unit))
      return Bar(
        x: index * Self.step + (Self.step - Self.barWidth) / 2, width: Self.barWidth, spentY: Self.fullHeight - spent,
        spentHeight: spent, savedY: Self.fullHeight - spent - saved, savedHeight: saved,
        title:
          "\(ConsoleCalendar.text(day.day)): \(ShownText.money(day.spent)) spent, \(ShownText.money(day.saved)) saved")
    }
    lines = days.reversed().filter { $0.spent != .zero || $0.saved != .zero || $0.purchases > 0 }.map { day in
      Line(
        day: day.day.description, spent: ShownText.money(day.spent), saved: ShownText.money(day.saved),
        purchases: ShownText.count(day.purchases))
    }
    hasFigures = !lines.isEmpty
    top = ShownText.money(ceiling)
    middle = ShownText.money(Money(nanodollars: ceiling.nanodollars / 2))
    first = days.first.map { ConsoleCalendar.text($0.day) } ?? ""
    last = days.last.map { ConsoleCalendar.text($0.day) } ?? ""
    let spent = days.reduce(Money.zero) { $0.addingSaturating($1.spent) }
    let saved = days.reduce(Money.zero) { $0.addingSaturating($1.saved) }
    summary = "\(ShownText.money(spent)) spent and \(ShownText.money(saved)) saved in \(days.count) days"
  }

  /// What is there is seen, however small it is.
  private static func height(of amount: Money, _ unit: Int64) -> Int64 {
    amount > .zero ? min(fullHeight, max(2, amount.nanodollars / unit)) : 0
  }

  /// The next amount that is 1, 2 or 5 and zeros.
  private static func ceiling(above amount: Money) -> Money {
    var power: Int64 = 1_000_000
    while true {
      for factor: Int64 in [1, 2, 5] where factor * power >= amount.nanodollars { return Money(nanodollars: factor * power) }
      let (next, overflow) = power.multipliedReportingOverflow(by: 10)
      if overflow || next > .max / 5 { return amount }
      power = next
    }
  }
}
