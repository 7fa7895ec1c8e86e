import TollgateCore

extension ConsolePages {
  /// What is spent and saved, what runs, and what needs somebody.
  func overview(_ visit: ConsoleVisit) async throws -> String {
    let now = time.now()
    let today = calendar.day(of: now)
    let report = try await administration.usage(
      UsageQuery(by: .day, firstDay: calendar.firstOfMonth(of: now).code, lastDay: today.code))
    let period = visit.query.entry("period").flatMap(UsagePeriod.init) ?? .month
    let series = try await administration.usageSeries(period.query(at: now))
    let counts = try await administration.generationCounts()
    // Whoever shows a store alone knows of no health.
    let restore = try? await administration.health().service.restore
    let view = OverviewView(
      restored: restore == nil ? nil : HealthFacts.restored,
      today: SumView(report.rows.first { $0.name == today.description } ?? UsageReport.Row(name: nil)),
      month: SumView(report.total), running: ShownText.count(counts[.running] ?? 0),
      stalled: ShownText.count(counts[.stalled] ?? 0), runningLink: JobsFilter.address(.running),
      stalledLink: JobsFilter.address(.stalled), alarm: try await alarm(counts[.unknown] ?? 0),
      budgets: try await administration.budgets().map { BudgetBar($0, at: now) }, periods: period.choice(),
      usage: UsageCharts(series, period, calendar), base: visit.base, keysLink: ConsoleRoute.keys)
    return try page("overview", "Overview", in: .overview, visit, view)
  }

  private func alarm(_ unknown: Int) async throws -> OverviewView.Alarm? {
    guard unknown > 0 else { return nil }
    let only = unknown == 1 ? try await administration.generations(GenerationQuery(states: [.unknown], limit: 1)).first : nil
    return OverviewView.Alarm(
      text: unknown == 1
        ? "The outcome of 1 purchase is unknown" : "The outcome of \(ShownText.count(unknown)) purchases is unknown",
      link: only.map { ConsoleRoute.job($0.number) } ?? JobsFilter.address(.unknown))
  }
}

/// What the overview shows.
private struct OverviewView {
  struct Alarm {
    let text: String
    let link: String
  }

  let restored: String?
  let today: SumView
  let month: SumView
  let running: String
  let stalled: String
  let runningLink: String
  let stalledLink: String
  let alarm: Alarm?
  let budgets: [BudgetBar]
  let periods: [PeriodLink]
  let usage: UsageCharts
  let base: String
  let keysLink: String
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
