import ArgumentParser
import TollgateCore

struct Live: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show requests as they end, until Ctrl-C.",
    discussion: """
      Every create is a line: when, how it ended, what it was charged or saved, the purchase behind it, the key and the model. At \
      most 200 a second are shown.
      """)

  @OptionGroup var source: ConfigurationOption
  @Flag(help: "Print a line of JSON for each; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    try await AdministrationAccess(configuration: try source.load()).run { administration in
      let events = try await administration.events()
      if Terminal.isErrorWatched { Console.remark("Waiting for requests; end with Ctrl-C.") }
      var last: Int64?
      for try await event in events {
        if json {
          try Console.jsonLine(event)
        } else {
          if let last, event.number > last + 1 { Console.remark("… \(event.number - last - 1) more") }
          Console.result(LiveLine.text(of: event))
        }
        last = event.number
      }
      Console.remark("The gateway has ended.")
    }
  }
}
