import ArgumentParser
import TollgateCore

struct TeamsShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one team, what it spent, and what is left of its budgets.",
    discussion: "  tollgate teams show design")

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The team's name.")
  var name: String
  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let team = try await source.access().run { try await $0.team(named: name) }
    guard !json else {
      Console.result(try JSONText.pretty(team))
      return
    }
    Console.result(TeamTable.rendered(team, on: .output))
  }
}
