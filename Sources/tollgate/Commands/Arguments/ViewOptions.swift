import ArgumentParser

/// How a list is shown.
struct ViewOptions: ParsableArguments {
  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  @Option(
    defaultAsFlag: WatchInterval.usual, parsing: .next,
    help: ArgumentHelp("Show it again every so many seconds, 2 where none are given, until Ctrl-C.", valueName: "seconds"))
  var watch: WatchInterval?

  func validate() throws {
    guard !(json && watch != nil) else {
      throw ValidationError("--watch is for people; a script asks again for each JSON, or reads tollgate live --json.")
    }
  }
}

extension ViewOptions {
  /// Refuses a second form beside CSV.
  func check(csv: Bool) throws {
    guard !(json && csv) else { throw ValidationError("--json and --csv are two forms of the same; choose one.") }
    guard !(csv && watch != nil) else {
      throw ValidationError("--watch is for people, and --csv for spreadsheets; choose one.")
    }
  }
}

/// `--watch 5`: the seconds between two looks.
struct WatchInterval: Sendable, Equatable, ExpressibleByArgument, CustomStringConvertible {
  static let usual = WatchInterval(seconds: 2)
  private static let seconds = 1...3600

  let interval: Duration

  private init(seconds: Int) { interval = .seconds(seconds) }

  init?(argument: String) {
    guard let seconds = Int(argument), Self.seconds.contains(seconds) else { return nil }
    self.init(seconds: seconds)
  }

  var description: String { "\(interval.components.seconds)" }
}
