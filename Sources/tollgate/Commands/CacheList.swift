import ArgumentParser
import Foundation
import TollgateCore

struct CacheList: ListingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the results that can be replayed, the newest first.",
    discussion: """
        tollgate cache list
        tollgate cache list --model 'google/*' --since 7d
        tollgate cache list --search "red fox" --key alice
      """)

  @OptionGroup var source: AdministrationOptions
  @OptionGroup var selection: ResultSelection

  @Flag(help: "Only those that are pinned.")
  var pinned = false

  @Option(
    help: ArgumentHelp("Only those before this one, for the next page.", valueName: "purchase"),
    transform: ArgumentReading.purchase)
  var before: GenerationNumber?

  @OptionGroup var limit: PageLimit

  @OptionGroup var view: ViewOptions

  static var title: String { "cache list" }
  static var activity: String { "Searching" }

  func find(in administration: any Administration, zone: TimeZone) async throws -> [ResultSummary] {
    var query = try selection.query(at: SystemTimeSource().now(), in: zone)
    (query.before, query.limit, query.isPinned) = (before, limit.count, pinned)
    return try await administration.results(query)
  }

  func script(of results: [ResultSummary]) throws -> String? { view.json ? try JSONText.pretty(results) : nil }

  func page(of results: [ResultSummary], at now: Timestamp, on screen: Screen) -> Page {
    guard !results.isEmpty else {
      let isAll = selection.isEmpty && before == nil && !pinned
      return Page(remarks: [
        isAll
          ? "There are no such results: nothing can be replayed yet. tollgate jobs list shows what is under way."
          : "There are no such results; tollgate cache list without options shows the newest."
      ])
    }
    return Page(
      result: ResultTable.rendered(results, at: now, on: screen),
      remarks: limit.remark(on: results.count, last: results.last?.number))
  }
}
