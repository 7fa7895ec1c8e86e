import ArgumentParser
import TollgateCore

struct JobsList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List purchases, the newest first.",
    discussion: """
        tollgate jobs list
        tollgate jobs list --state unknown
        tollgate jobs list --key alice --model 'google/*'
        tollgate jobs list --limit 200 --before g1000
      """)

  @OptionGroup var source: ConfigurationOption

  @Option(help: "Only those in this state.")
  var state: GenerationState?

  @Option(help: ArgumentHelp("Only those that this key bought.", valueName: "name"))
  var key: String?

  @Option(help: ArgumentHelp("Only those that keys of this team bought.", valueName: "name"))
  var team: String?

  @Option(help: "Only those of this model, or of all that begin so: google/*.")
  var model: String?

  @Option(
    help: ArgumentHelp("Only those before this one, for the next page.", valueName: "purchase"),
    transform: ArgumentReading.purchase)
  var before: GenerationNumber?

  @OptionGroup var limit: PageLimit

  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    var wanted = GenerationQuery(states: state.map { [$0] } ?? [], before: before, limit: limit.count)
    (wanted.keyName, wanted.team, wanted.model) = (key, team, model)
    let query = wanted
    let (generations, unknown) = try await AdministrationAccess(configuration: try source.load()).run {
      (try await $0.generations(query), json ? UnknownPurchases() : try await UnknownPurchases(in: $0))
    }
    if json { return try Console.json(generations) }
    let now = SystemTimeSource().now()
    if generations.isEmpty {
      Console.remark(Self.nothing(query))
    } else {
      Console.result(PurchaseTable.rendered(generations, at: now, width: Terminal.width))
    }
    limit.remarkOnMore(after: generations.count, last: generations.last?.number)
    if let footer = unknown.sentence(at: now) { Console.remark(footer) }
  }

  private static func nothing(_ query: GenerationQuery) -> String {
    if query.keyName != nil || query.team != nil || query.model != nil { return "There are no such purchases." }
    return query.states.first.map { "There are no purchases that are \($0.rawValue)." } ?? "There are no purchases yet."
  }
}
