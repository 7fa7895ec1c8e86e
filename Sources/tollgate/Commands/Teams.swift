import ArgumentParser
import TollgateConfiguration
import TollgateCore

struct Teams: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make, limit, list and remove teams: several keys with budgets in common.",
    discussion: """
      A team's budgets bind its keys together, beside the budgets of each. Where cache.scope is team, its keys share results.

      Teams that are declared in gateway.yaml are changed there and nowhere else.
      """,
    subcommands: [TeamsCreate.self, TeamsList.self, TeamsShow.self, TeamsChange.self, TeamsRemove.self])

  /// Refuses what is to change a team of the file.
  static func refuseDeclared(_ name: String, in configuration: GatewayConfiguration?, remedy: String) throws {
    guard let declared = configuration?.teams.first(where: { $0.name == name }) else { return }
    throw CommandFailure(.failure, "The team \"\(name)\" is declared in \(declared.location); \(remedy).")
  }
}
