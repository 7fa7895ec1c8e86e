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

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The team's name.")
  var name: String

  func run() async throws {
    let access = try source.access()
    try Teams.refuseDeclared(name, in: access.configuration, remedy: "remove it there and restart the gateway")
    try await access.run { try await $0.removeTeam(named: name) }
    Console.remark("The team \(name) is removed. What it spent stays in tollgate usage --by team.")
  }
}
