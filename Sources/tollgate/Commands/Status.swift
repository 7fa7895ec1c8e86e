import ArgumentParser
import Foundation
import TollgateCore

struct Status: ListingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how the gateway is, what is under way, and how much is kept.",
    discussion: """
      The exit code is 1 where somebody has to do something: ShortAPI refuses the gateway's key, the database cannot be written, or it \
      was restored from a backup that nobody has accepted yet. \
      It is 69 where no gateway runs; what is kept is shown then.

        tollgate status --watch
        tollgate status --json | jq .health.upstream
      """)

  @OptionGroup var source: AdministrationOptions
  @OptionGroup var view: ViewOptions

  /// How the gateway is, where it runs, and what it keeps.
  struct Found: Sendable, Encodable {
    let health: HealthReport?
    let storage: StorageSummary
  }

  static var title: String { "status" }

  func find(in administration: any Administration, zone: TimeZone) async throws -> Found {
    let storage = try await administration.storage()
    // A data folder without a gateway has no health; a gateway elsewhere that does not answer is an error.
    let isOpenedHere = !(administration is AdministrationClient)
    return Found(health: isOpenedHere ? nil : try await administration.health(), storage: storage)
  }

  func script(of found: Found) throws -> String? { view.json ? try JSONText.pretty(found) : nil }

  func page(of found: Found, at now: Timestamp, on screen: Screen) -> Page {
    var page = Page(result: StatusText.rendered(found.health, found.storage, at: now, on: screen))
    guard let health = found.health else {
      page.remarks.append("No gateway runs on this data folder; tollgate serve starts it.")
      return page
    }
    page.remarks += StatusText.remarks(on: health)
    return page
  }

  func conclude(_ found: Found) throws {
    guard let health = found.health else { throw ExitCode.unavailable }
    let needsSomebody = !health.database.isWritable || health.upstream.pause == .keyRefused || health.service.restore != nil
    if needsSomebody { throw ExitCode.failure }
  }
}
