import TollgateCore

extension ConsolePages {
  private static let chartDays = 30

  /// What is spent and saved, what runs, and what needs somebody.
  func overview(_ visit: ConsoleVisit) async throws -> String {
    let now = time.now()
    let today = calendar.day(of: now)
    let firstOfMonth = CalendarDay(code: today.code / 100 * 100 + 1)
    let chartStart = calendar.day(of: now, before: Self.chartDays - 1)
    let report = try await administration.usage(
      UsageQuery(by: .day, firstDay: min(firstOfMonth.code, chartStart.code), lastDay: today.code))
    let rows = Dictionary(report.rows.map { ($0.name ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    let thisMonth = report.rows.reduce(into: UsageReport.Row(name: nil)) { sum, row in
      if (row.name ?? "") >= firstOfMonth.description { sum.add(row) }
    }
    let days = (0..<Self.chartDays).reversed().map { calendar.day(of: now, before: $0) }
    let chart = SpendChart(days.map { SpendChart.Day($0, rows[$0.description]) })
    let counts = try await administration.generationCounts()
    let view = OverviewView(
      today: SumView(rows[today.description] ?? UsageReport.Row(name: nil)), month: SumView(thisMonth),
      running: ShownText.count(counts[.running] ?? 0), stalled: ShownText.count(counts[.stalled] ?? 0),
      runningLink: JobsFilter.address(.running), stalledLink: JobsFilter.address(.stalled),
      alarm: alarm(counts[.unknown] ?? 0), budgets: try await administration.budgets().map { BudgetBar($0, at: now) },
      chart: chart)
    return try page("overview", "Overview", in: .overview, visit, view)
  }

  private func alarm(_ unknown: Int) -> OverviewView.Alarm? {
    guard unknown > 0 else { return nil }
    return OverviewView.Alarm(
      text: unknown == 1
        ? "The outcome of 1 purchase is unknown" : "The outcome of \(ShownText.count(unknown)) purchases is unknown",
      link: JobsFilter.address(.unknown))
  }
}

/// What the overview shows.
private struct OverviewView {
  struct Alarm {
    let text: String
    let link: String
  }

  let today: SumView
  let month: SumView
  let running: String
  let stalled: String
  let runningLink: String
  let stalledLink: String
  let alarm: Alarm?
  let budgets: [BudgetBar]
  let chart: SpendChart
}

/// A span of time in figures.
struct SumView {
  let spent: String
  let saved: String
  /// Of all creates that were answered.
  let hitRate: String?
  let purchases: String
  let answered: String

  init(_ row: UsageReport.Row) {
    spent = ShownText.money(row.spent)
    saved = ShownText.money(row.saved)
    let free = row.hits + row.joined
    hitRate = ShownText.percent(free, of: free + row.purchases)
    purchases = ShownText.count(row.purchases, "purchase", "purchases")
    answered = ShownText.count(free + row.purchases, "create", "creates")
  }
}
