import ArgumentParser
import TollgateCore

struct CallbacksRetry: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Post again what was given up, as if it had never been tried.",
    usage: "tollgate callbacks retry (<callback> | --all-given-up)",
    discussion: """
        tollgate callbacks retry c17
        tollgate callbacks retry --all-given-up
      """)

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The callback, such as c17.", transform: ArgumentReading.callback)
  var callback: CallbackID?
  @Flag(name: .customLong("all-given-up"), help: "All that were given up.")
  var isAll = false

  func validate() throws {
    guard (callback == nil) == isAll else { throw ValidationError("Name one callback, such as c17, or say --all-given-up.") }
  }

  func run() async throws {
    let retry = try await source.access().run { try await $0.retryCallbacks(callback) }
    let what = callback.map { "\($0) is" } ?? (retry.count == 1 ? "One callback is" : "\(retry.count) callbacks are")
    Console.remark("\(what) due again; the gateway posts it as soon as it runs.")
  }
}
