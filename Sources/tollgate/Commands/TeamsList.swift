import ArgumentParser
import Foundation
import TollgateCore

struct TeamsList: ListingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List all teams, what they spent, and their limits.", discussion: "  tollgate teams list")

  @OptionGroup var source: AdministrationOptions
  @OptionGroup var view: ViewOptions

  static var title: String { "teams list" }

  func find(in administration: any Administration, zone: TimeZone) async throws -> [TeamSummary] {
    try await administration.teams()
  }

  func script(of teams: [TeamSummary]) throws -> String? { view.json ? try JSONText.pretty(teams) : nil }

  func page(of teams: [TeamSummary], at now: Timestamp, on screen: Screen) -> Page {
    guard !teams.isEmpty else {
      return Page(remarks: ["There are no teams; tollgate teams create NAME makes one, or teams in gateway.yaml."])
    }
    return Page(result: TeamTable.rendered(teams, on: screen))
  }
}
