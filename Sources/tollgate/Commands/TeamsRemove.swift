import ArgumentParser
import TollgateCore

struct TeamsRemove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a team without keys, and its budgets.",
    discussion: """
      Its keys are revoked or moved first. What they bought for it stays in the books under its name: a team of the same \
      name would go on from there.

        tollgate teams remove design
      """)

  @OptionGroup var source: ConfigurationOption
  @Argument(help: "The team's name.")
  var name: String

  func run() async throws {
    let configuration = try source.load()
    try Teams.refuseDeclared(name, in: configuration, remedy: "remove it there and restart the gateway")
    try await AdministrationAccess(configuration: configuration).run { try await $0.removeTeam(named: name) }
    Console.remark("The team \(name) is removed.")
  }
}
