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

  @Option(help: "At most so many, 1 to 1000.")
  var limit = 50

  @Flag(help: "Print JSON for scripts; times are milliseconds since 1970.")
  var json = false

  func validate() throws {
    guard (1...1000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000.") }
  }

  func run() async throws {
    let query = CallbackQuery(state: state, before: before, limit: limit)
    let callbacks = try await AdministrationAccess(configuration: try source.load()).run { try await $0.callbacks(query) }
    if json { return try Console.json(callbacks) }
    guard !callbacks.isEmpty else {
      return Console.remark(state.map { "There are no callbacks that are \($0.rawValue)." } ?? "There are no callbacks yet.")
    }
    Console.result(CallbackTable.rendered(callbacks, at: SystemTimeSource().now(), width: Terminal.width))
    if callbacks.count == limit, let last = callbacks.last {
      Console.remark("There may be more: add --before \(last.id).")
    }
  }
}
