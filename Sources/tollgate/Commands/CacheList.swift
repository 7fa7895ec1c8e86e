import ArgumentParser
import TollgateConfiguration
import TollgateCore

struct CacheList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the results that can be replayed, the newest first.",
    discussion: """
        tollgate cache list
        tollgate cache list --model 'google/*' --since 7d
        tollgate cache list --search "red fox" --key alice
      """)

  @OptionGroup var source: ConfigurationOption
  @OptionGroup var selection: ResultSelection

  @Flag(help: "Only those that are pinned.")
  var pinned = false

  @Option(
    help: ArgumentHelp("Only those before this one, for the next page.", valueName: "purchase"),
    transform: ArgumentReading.purchase)
  var before: GenerationNumber?

  @OptionGroup var limit: PageLimit

  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let configuration = try source.load()
    var query = try selection.query(at: SystemTimeSource().now(), in: configuration.timeZone)
    query.before = before
    query.limit = limit.count
    query.isPinned = pinned
    try await Self.show(query, limit, configuration, asJSON: json)
  }

  /// Prints the results of a query.
  static func show(
    _ query: ResultQuery, _ limit: PageLimit, _ configuration: GatewayConfiguration, asJSON: Bool
  ) async throws {
    let results = try await ProgressLine.during("Searching") {
      try await AdministrationAccess(configuration: configuration).run { try await $0.results(query) }
    }
    if asJSON { return try Console.json(results) }
    guard !results.isEmpty else { return Console.remark("There are no such results.") }
    Console.result(ResultTable.rendered(results, at: SystemTimeSource().now(), width: Terminal.width))
    limit.remarkOnMore(after: results.count, last: results.last?.number)
  }
}
