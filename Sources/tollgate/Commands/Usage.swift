import ArgumentParser
import TollgateCore

struct Usage: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show who spent and saved what.",
    discussion: """
      Money counts on the day on which it was reserved, in the configured time_zone: a purchase of the last minute of a day \
      is that day's, also when it is charged or refunded later.

        tollgate usage
        tollgate usage --by day --since 2026-11-01
        tollgate usage --by team --since 2026-11-01 --until 2026-11-30 --csv
      """)

  @OptionGroup var source: ConfigurationOption

  @Option(help: "What is summed up.")
  var by = UsageQuery.Dimension.key

  @Option(
    help: ArgumentHelp("The first day that counts, such as 2026-11-01.", valueName: "date"), transform: ArgumentReading.day)
  var since: CalendarDay?

  @Option(
    help: ArgumentHelp("The last day that counts, such as 2026-11-30.", valueName: "date"), transform: ArgumentReading.day)
  var until: CalendarDay?

  @Flag(help: "Print JSON for scripts; amounts are decimal strings.")
  var json = false

  @Flag(help: "Print CSV for spreadsheets, without the sum of all rows; amounts are dollars.")
  var csv = false

  func validate() throws {
    guard !(json && csv) else { throw ValidationError("--json and --csv are two forms of the same; choose one.") }
    if let since, let until, since.code > until.code {
      throw ValidationError("--since \(since) is after --until \(until); write the earlier day after --since.")
    }
  }

  func run() async throws {
    let query = UsageQuery(by: by, firstDay: since?.code, lastDay: until?.code)
    let report = try await AdministrationAccess(configuration: try source.load()).run { try await $0.usage(query) }
    if json { return try Console.json(report) }
    if csv { return Console.exact(UsageTable.csv(report)) }
    guard !report.rows.isEmpty else {
      return Console.remark(
        since == nil && until == nil ? "Nothing was asked for yet." : "Nothing was asked for in this time.")
    }
    Console.result(UsageTable.rendered(report, width: Terminal.width))
  }
}

extension UsageQuery.Dimension: ExpressibleByArgument {}
