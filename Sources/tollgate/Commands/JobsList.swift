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

  @Option(help: "At most so many, 1 to 1000.")
  var limit = 50

  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func validate() throws {
    guard (1...1000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000.") }
  }

  func run() async throws {
    let query = GenerationQuery(state: state, before: before, limit: limit)
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
    if generations.count == limit, let last = generations.last {
      Console.remark("There may be more: add --before \(last.number).")
    }
    if let footer = unknown.sentence(at: now) { Console.remark(footer) }
  }
}
