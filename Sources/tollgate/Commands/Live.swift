import ArgumentParser
import TollgateCore

struct Live: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show requests as they end, until Ctrl-C.",
    discussion: """
      Every create is a line: when, how it ended, what it was charged or saved, the purchase behind it, the key and the model. At \
      most 200 a second are shown.

        tollgate live
        tollgate live --json | jq -r 'select(.outcome == "refused") | .keyName'
      """)

  @OptionGroup var source: AdministrationOptions
  @Flag(help: "Print a line of JSON for each; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let access = try source.access()
    try await Interruption.isWaitedFor {
      try await access.run { try await show(try await $0.events()) }
    }
  }

  /// Shows events until they end, or nobody reads.
  private func show(_ events: AsyncThrowingStream<RequestEvent, any Error>) async throws {
    if Terminal.isErrorWatched { Console.remark("Waiting for requests; end with Ctrl-C.") }
    var last: Int64?
    for try await event in events {
      if let last, event.number > last + 1, !json { Console.remark("… \(event.number - last - 1) more") }
      last = event.number
      let line = json ? try JSONText.line(event) : LiveLine.text(of: event, on: .output)
      guard Console.result(line) else { return }
    }
    if !Task.isCancelled { throw CommandFailure(.unavailable, "The gateway has ended; start it, and watch again.") }
  }
}
