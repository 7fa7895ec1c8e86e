import ArgumentParser
import Foundation
import TollgateCore

struct Usage: ListingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show who spent and saved what.",
    discussion: """
      Money counts on the day on which it was reserved, in the configured time_zone: a purchase of the last minute of a day \
      is that day's, also when it is charged or refunded later.

        tollgate usage
        tollgate usage --by day --since 2026-11-01
        tollgate usage --by team --since 2026-11-01 --until 2026-11-30 --csv
      """)

  @OptionGroup var source: AdministrationOptions

  @Option(help: "What is summed up.")
  var by = UsageQuery.Dimension.key

  @Option(
    help: ArgumentHelp("The first day that counts, such as 2026-11-01.", valueName: "date"), transform: ArgumentReading.day)
  var since: CalendarDay?

  @Option(
    help: ArgumentHelp("The last day that counts, such as 2026-11-30.", valueName: "date"), transform: ArgumentReading.day)
  var until: CalendarDay?

  @OptionGroup var view: ViewOptions

  @Flag(help: "Print CSV for spreadsheets, without the sum of all rows; amounts are dollars.")
  var csv = false

  func validate() throws {
    try view.check(csv: csv)
    if let since, let until, since.code > until.code {
      throw ValidationError("--since \(since) is after --until \(until); write the earlier day after --since.")
    }
  }

  static var title: String { "usage" }

  func find(in administration: any Administration, zone: TimeZone) async throws -> UsageReport {
    try await administration.usage(UsageQuery(by: by, firstDay: since?.code, lastDay: until?.code))
  }

  func script(of report: UsageReport) throws -> String? {
    csv ? UsageTable.csv(report) : view.json ? try JSONText.pretty(report) : nil
  }

  func page(of report: UsageReport, at now: Timestamp, on screen: Screen) -> Page {
    guard !report.rows.isEmpty else {
      return Page(remarks: [
        since == nil && until == nil
          ? "Nothing was asked for yet; send a create to the gateway (tollgate serve --help shows one)."
          : "Nothing was asked for in this time; without --since and --until everything is summed up."
      ])
    }
    return Page(result: UsageTable.rendered(report, on: screen))
  }
}

extension UsageQuery.Dimension: ExpressibleByArgument {}
