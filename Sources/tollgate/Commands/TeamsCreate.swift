import ArgumentParser
import TollgateCore

struct TeamsCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Create a team.",
    discussion: """
        tollgate teams create design --budget month=200.00
        tollgate keys create alice --team design
      """)

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The team's name: 1 to 64 of the characters A-Z a-z 0-9 . _ -")
  var name: String
  @OptionGroup(title: "Limits") var budgets: BudgetOptions

  func run() async throws {
    let access = try source.access()
    try Teams.refuseDeclared(name, in: access.configuration, remedy: "choose another name")
    let team = try await access.run(makesFolder: true) {
      try await $0.createTeam(NewTeam(name: name, budgets: budgets.steps))
    }
    Console.remark(
      "The team \(name) is created. It has \(TeamTable.words(for: team)). Give it keys: tollgate keys create NAME --team \(name), "
        + "or tollgate keys change NAME --team \(name).")
  }
}
