import TollgateCore

extension ConsolePages {
  private static let chartDays = 30
  /// So many purchases of a state are counted; more are "1,000+".
  private static let countLimit = 1000

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
    let view = OverviewView(
      today: SumView(rows[today.description] ?? UsageReport.Row(name: nil)), month: SumView(thisMonth),
      running: try await count(in: .running), stalled: try await count(in: .stalled),
      runningLink: JobsFilter.address(.running), stalledLink: JobsFilter.address(.stalled),
      alarm: try await alarm(), budgets: try await administration.budgets().map { BudgetBar($0, at: now) }, chart: chart)
    return try page("overview", "Overview", in: .overview, visit, view)
  }

  private func alarm() async throws -> OverviewView.Alarm? {
    let unknown = try await count(in: .unknown)
    guard unknown != "0" else { return nil }
    return OverviewView.Alarm(
      text: unknown == "1" ? "The outcome of 1 purchase is unknown" : "The outcome of \(unknown) purchases is unknown",
      link: JobsFilter.address(.unknown))
  }

  private func count(in state: GenerationState) async throws -> String {
    let found = try await administration.generations(GenerationQuery(state: state, limit: Self.countLimit))
    return ShownText.count(found.count) + (found.count == Self.countLimit ? "+" : "")
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
