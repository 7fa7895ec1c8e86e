import ArgumentParser
import Foundation
import TollgateCore

struct JobsList: ListingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List purchases, the newest first.",
    discussion: """
        tollgate jobs list
        tollgate jobs list --state unknown --state stalled
        tollgate jobs list --since 7d --search "red fox"
        tollgate jobs list --key alice --model 'google/*'
        tollgate jobs list --limit 200 --before g1000
      """)

  @OptionGroup var source: AdministrationOptions

  @Option(name: .customLong("state"), help: ArgumentHelp("Only those in this state; may be repeated.", valueName: "state"))
  var states: [GenerationState] = []

  @Option(help: ArgumentHelp("Only those that this key bought.", valueName: "name"))
  var key: String?

  @Option(help: ArgumentHelp("Only those that keys of this team bought.", valueName: "name"))
  var team: String?

  @Option(help: "Only those of this model, or of all that begin so: google/*.")
  var model: String?

  @OptionGroup var time: TimeSelection

  @Option(
    help: ArgumentHelp(
      "Only with all of these words in what was asked; the last may be the beginning of one.", valueName: "text"))
  var search: String?

  @Option(
    help: ArgumentHelp("Only those before this one, for the next page.", valueName: "purchase"),
    transform: ArgumentReading.purchase)
  var before: GenerationNumber?

  @OptionGroup var limit: PageLimit

  @OptionGroup var view: ViewOptions

  /// Purchases, and all that are unknown.
  struct Found: Sendable {
    let generations: [GenerationSummary]
    let unknown: UnknownPurchases
  }

  static var title: String { "jobs list" }
  static var activity: String { "Searching" }

  func find(in administration: any Administration, zone: TimeZone) async throws -> Found {
    let now = SystemTimeSource().now()
    var query = GenerationQuery(states: Set(states), before: before, limit: limit.count)
    (query.keyName, query.team, query.model, query.search) = (key, team, model, search)
    (query.since, query.until) = (try time.first(before: now, in: zone), try time.end(before: now, in: zone))
    let generations = try await administration.generations(query)
    return Found(
      generations: generations, unknown: view.json ? UnknownPurchases() : try await UnknownPurchases(in: administration))
  }

  func script(of found: Found) throws -> String? { view.json ? try JSONText.pretty(found.generations) : nil }

  func page(of found: Found, at now: Timestamp, on screen: Screen) -> Page {
    var page = Page()
    if found.generations.isEmpty {
      page.remarks.append(nothing)
    } else {
      page.result = PurchaseTable.rendered(found.generations, at: now, on: screen)
    }
    page.remarks += limit.remark(on: found.generations.count, last: found.generations.last?.number)
    if let sentence = found.unknown.sentence(at: now) { page.remarks.append(sentence) }
    return page
  }

  private var nothing: String {
    guard key == nil, team == nil, model == nil, search == nil, before == nil, time.isEmpty else {
      return "There are no such purchases; tollgate jobs list without options shows the newest."
    }
    guard states.isEmpty else {
      return "There are no purchases that are \(states.map(\.rawValue).joined(separator: " or "))."
    }
    return "There are no purchases yet; send a create to the gateway (tollgate serve --help shows one)."
  }
}
