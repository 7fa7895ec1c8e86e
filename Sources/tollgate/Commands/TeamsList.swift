import ArgumentParser
import TollgateCore

struct TeamsList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List all teams, what they spent, and their limits.", discussion: "  tollgate teams list")

  @OptionGroup var source: ConfigurationOption
  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let teams = try await AdministrationAccess(configuration: try source.load()).run { try await $0.teams() }
    if json { return try Console.json(teams) }
    guard !teams.isEmpty else {
      return Console.remark("There are no teams; tollgate teams create NAME makes one, or teams in gateway.yaml.")
    }
    Console.result(TeamTable.rendered(teams, width: Terminal.width))
  }
}
