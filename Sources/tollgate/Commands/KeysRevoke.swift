import ArgumentParser
import TollgateConfiguration
import TollgateCore

struct KeysRevoke: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Revoke a key; it is refused from the next request on.",
    discussion: "Its name is not free again: what it bought stays under it.")

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The key's name.")
  var name: String

  func run() async throws {
    let access = try source.access()
    if let declared = access.configuration?.keys.first(where: { $0.name == name }) {
      throw CommandFailure(
        .failure, "The key \"\(name)\" is declared in \(declared.location); remove it there and restart the gateway.")
    }
    try await access.run { try await $0.revokeKey(named: name) }
    Console.remark(
      "The key \(name) is revoked: its requests are refused from now on. Its purchases stay in tollgate jobs list --key \(name)."
    )
  }
}
