import ArgumentParser
import TollgateCore

struct CallbacksList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List callbacks, the newest first.",
    discussion: """
        tollgate callbacks list
        tollgate callbacks list --state given_up
        tollgate callbacks list --limit 200 --before c1000
      """)

  @OptionGroup var source: ConfigurationOption

  @Option(help: "Only those in this state.")
  var state: CallbackState?

  @Option(
    help: ArgumentHelp("Only those before this one, for the next page.", valueName: "callback"),
    transform: ArgumentReading.callback)
  var before: CallbackID?

  @OptionGroup var limit: PageLimit

  @Flag(help: "Print JSON for scripts; times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let query = CallbackQuery(state: state, before: before, limit: limit.count)
    let callbacks = try await AdministrationAccess(configuration: try source.load()).run { try await $0.callbacks(query) }
    if json { return try Console.json(callbacks) }
    guard !callbacks.isEmpty else {
      return Console.remark(state.map { "There are no callbacks that are \($0.rawValue)." } ?? "There are no callbacks yet.")
    }
    Console.result(CallbackTable.rendered(callbacks, at: SystemTimeSource().now(), width: Terminal.width))
    limit.remarkOnMore(after: callbacks.count, last: callbacks.last?.id)
  }
}
