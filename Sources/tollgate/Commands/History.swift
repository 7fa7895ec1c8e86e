import ArgumentParser
import Foundation
import TollgateCore

struct History: ListingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what was spent, saved and asked for over time.",
    discussion: """
      Without --since it is the last hour by minute, the last day by hour, or the last 30 days by day; at most 2000 steps. Steps \
      in which nothing happened are left out of the table, and are in JSON and CSV.

        tollgate history
        tollgate history --step day --since 30d --key alice
        tollgate history --step minute --watch 10
        tollgate history --step day --since 2026-11-01 --csv > november.csv
      """)

  @OptionGroup var source: AdministrationOptions

  @Option(help: "How long each step is.")
  var step = UsageSeriesQuery.Step.hour

  @OptionGroup var time: TimeSelection

  @Option(help: ArgumentHelp("Only of this key.", valueName: "name"))
  var key: String?

  @Option(help: ArgumentHelp("Only of keys of this team.", valueName: "name"))
  var team: String?

  @Option(help: "Only of this model, or of all that begin so: google/*.")
  var model: String?

  @OptionGroup var view: ViewOptions

  @Flag(help: "Print CSV for spreadsheets; amounts are dollars, times are UTC.")
  var csv = false

  static var title: String { "history" }

  func validate() throws {
    try view.check(csv: csv)
    guard key == nil || team == nil else { throw ValidationError("--key and --team exclude each other; keep one.") }
  }

  func find(in administration: any Administration, zone: TimeZone) async throws -> UsageSeries {
    let now = SystemTimeSource().now()
    var query = UsageSeriesQuery(by: step)
    (query.since, query.until) = (try time.first(before: now, in: zone), try time.end(before: now, in: zone))
    (query.keyName, query.team, query.model) = (key, team, model)
    return try await administration.usageSeries(query)
  }

  func script(of series: UsageSeries) throws -> String? {
    csv ? HistoryTable.csv(series) : view.json ? try JSONText.pretty(series) : nil
  }

  func page(of series: UsageSeries, at now: Timestamp, on screen: Screen) -> Page {
    guard series.points.contains(where: \.isEventful) else {
      let last = step == .minute ? "hour" : step == .hour ? "day" : "30 days"
      return Page(remarks: [
        time.isEmpty
          ? "Nothing happened in the last \(last); --since 7d goes back further, and --step day shows days."
          : "Nothing happened in this time; tollgate usage sums up all that ever did."
      ])
    }
    return Page(result: HistoryTable.rendered(series, on: screen))
  }
}
