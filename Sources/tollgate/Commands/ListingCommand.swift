import ArgumentParser
import Foundation
import TollgateCore

/// A command that asks the administration for something and shows it: once, again and again, or to a script.
protocol ListingCommand: AsyncParsableCommand, Sendable {
  associatedtype Found: Sendable

  var source: AdministrationOptions { get }
  var view: ViewOptions { get }
  /// How the command is called: `jobs list`.
  static var title: String { get }
  /// What is said while it takes long.
  static var activity: String { get }

  /// Asks. Days that were typed begin at midnight in `zone`.
  func find(in administration: any Administration, zone: TimeZone) async throws -> Found
  /// What was found for a script, where one asks.
  func script(of found: Found) throws -> String?
  /// Ends with an exit code of its own where what was found asks for one.
  func conclude(_ found: Found) throws
  /// What was found for people.
  func page(of found: Found, at now: Timestamp, on screen: Screen) -> Page
}

extension ListingCommand {
  static var activity: String { "Asking" }

  func conclude(_ found: Found) throws {}

  func run() async throws {
    let access = try source.access()
    if let interval = view.watch?.interval {
      return try await Watch(every: interval, title: Self.title).run { screen in
        let found = try await access.run { try await self.find(in: $0, zone: access.timeZone) }
        return self.page(of: found, at: SystemTimeSource().now(), on: screen)
      }
    }
    let found = try await ProgressLine.during(Self.activity) {
      try await access.run { try await find(in: $0, zone: access.timeZone) }
    }
    if let script = try script(of: found) {
      // By bytes: the line end of CSV is one character of two.
      Console.exact(script.utf8.last == UInt8(ascii: "\n") ? script : script + "\n")
    } else {
      page(of: found, at: SystemTimeSource().now(), on: .output).write()
    }
    try conclude(found)
  }
}
