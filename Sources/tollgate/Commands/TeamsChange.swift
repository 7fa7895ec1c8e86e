import ArgumentParser
import TollgateCore

struct TeamsChange: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change", abstract: "Change what a team may spend, from its next purchase on.",
    discussion: """
      What is not named stays as it is, and none takes a limit away. A lower limit stops new purchases and touches nothing \
      that is under way.

        tollgate teams change design --budget month=300.00 --budget day=none
      """)

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The team's name.")
  var name: String
  @OptionGroup(title: "Limits") var budgets: BudgetOptions

  func validate() throws {
    guard !budgets.budgets.isEmpty else {
      throw ValidationError("Nothing is to be changed; name a budget, such as --budget day=5.00.")
    }
  }

  func run() async throws {
    let access = try source.access()
    try Teams.refuseDeclared(name, in: access.configuration, remedy: "change it there and restart the gateway")
    let team = try await access.run {
      try await $0.changeTeam(named: name, TeamChange(budgets: budgets.steps))
    }
    Console.remark("The team \(name) is changed. It has \(TeamTable.words(for: team)) now.")
  }
}
