import ArgumentParser
import Foundation
import TollgateCore

struct CacheSearch: ListingCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Find results by the words of their prompts.",
    discussion: """
      Every word has to occur, and the last one may be the beginning of one; capitals and accents do not count. It is the same \
      as cache list --search.

        tollgate cache search red fox
        tollgate cache search "lighthouse at dus"
      """)

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "What to look for.")
  var text: [String]

  @OptionGroup var limit: PageLimit

  @OptionGroup var view: ViewOptions

  static var title: String { "cache search" }
  static var activity: String { "Searching" }

  func validate() throws {
    guard !text.isEmpty else { throw ValidationError("Name the words to look for.") }
  }

  func find(in administration: any Administration, zone: TimeZone) async throws -> [ResultSummary] {
    try await administration.results(ResultQuery(search: text.joined(separator: " "), limit: limit.count))
  }

  func script(of results: [ResultSummary]) throws -> String? { view.json ? try JSONText.pretty(results) : nil }

  func page(of results: [ResultSummary], at now: Timestamp, on screen: Screen) -> Page {
    guard !results.isEmpty else {
      return Page(remarks: [
        "There are no such results; use fewer words, or tollgate jobs list --search, which finds failures too."
      ])
    }
    var remarks: [String] = []
    if results.count == limit.count {
      remarks.append("There may be more: raise --limit, or page with tollgate cache list --search.")
    }
    return Page(result: ResultTable.rendered(results, at: now, on: screen), remarks: remarks)
  }
}
