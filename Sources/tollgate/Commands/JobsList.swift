import ArgumentParser
import TollgateCore

struct JobsList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List purchases, the newest first.",
    discussion: """
        tollgate jobs list
        tollgate jobs list --state unknown
        tollgate jobs list --limit 200 --before g1000
      """)

  @OptionGroup var source: ConfigurationOption

  @Option(help: "Only those in this state.")
  var state: GenerationState?

  @Option(
    help: ArgumentHelp("Only those before this one, for the next page.", valueName: "purchase"),
    transform: ArgumentReading.purchase)
  var before: GenerationNumber?

  @OptionGroup var limit: PageLimit

  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let query = GenerationQuery(state: state, before: before, limit: limit.count)
    let (generations, unknown) = try await AdministrationAccess(configuration: try source.load()).run {
      (try await $0.generations(query), json ? UnknownPurchases() : try await UnknownPurchases(in: $0))
    }
    if json { return try Console.json(generations) }
    let now = SystemTimeSource().now()
    if generations.isEmpty {
      Console.remark(state.map { "There are no purchases that are \($0.rawValue)." } ?? "There are no purchases yet.")
    } else {
      Console.result(PurchaseTable.rendered(generations, at: now, width: Terminal.width))
    }
    limit.remarkOnMore(after: generations.count, last: generations.last?.number)
    if let footer = unknown.sentence(at: now) { Console.remark(footer) }
  }
}
