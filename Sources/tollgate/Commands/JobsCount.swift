import ArgumentParser
import Foundation
import TollgateCore

struct JobsCount: ListingCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "Show how many purchases are in each state but succeeded.",
    discussion: "  tollgate jobs count --watch")

  @OptionGroup var source: AdministrationOptions
  @OptionGroup var view: ViewOptions

  static var title: String { "jobs count" }

  func find(in administration: any Administration, zone: TimeZone) async throws -> [GenerationState: Int] {
    try await administration.generationCounts()
  }

  func script(of counts: [GenerationState: Int]) throws -> String? {
    guard view.json else { return nil }
    return try JSONText.pretty(Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) }))
  }

  func page(of counts: [GenerationState: Int], at now: Timestamp, on screen: Screen) -> Page {
    let states = GenerationState.allCases.filter { counts[$0, default: 0] > 0 }
    guard !states.isEmpty else {
      return Page(remarks: ["No purchase is under way, unknown or failed; tollgate jobs list shows those that succeeded."])
    }
    var table = TextTable([.state("STATE"), .init("PURCHASES", isRightAligned: true)])
    for state in states { table.append([state.rawValue, String(counts[state, default: 0])]) }
    var page = Page(result: table.rendered(on: screen))
    if counts[.unknown] != nil || counts[.stalled] != nil {
      page.remarks.append("Settle what is unknown or stalled with tollgate jobs resolve (see --help there).")
    }
    return page
  }
}
