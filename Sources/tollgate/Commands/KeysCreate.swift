import ArgumentParser
import Foundation
import TollgateConfiguration
import TollgateCore

struct KeysCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a key and print its secret, this one time.",
    discussion: """
      The secret is the only line on standard output; the gateway keeps no more than its SHA-256.

        tollgate keys create alice
        tollgate keys create bob --team design --models "google/*"
        tollgate keys create carol --expires 2027-01-01
        tollgate keys create dave --budget day=5.00 --generations-per-minute 30
        KEY=$(tollgate keys create ci)
      """)

  @OptionGroup var source: ConfigurationOption

  @Argument(help: "The key's name: 1 to 64 of the characters A-Z a-z 0-9 . _ -")
  var name: String

  @Option(help: "The team that it belongs to, one of gateway.yaml.")
  var team: String?

  @Option(
    help: ArgumentHelp(
      "A model that it may use, or the beginning of ids with a *; may be repeated. Without it, all.", valueName: "pattern"))
  var models: [String] = []

  @Option(
    help: ArgumentHelp("A date in the configured time_zone, or a time; from then on the key is refused.", valueName: "date"))
  var expires: String?

  @OptionGroup(title: "Limits") var limits: LimitOptions

  func run() async throws {
    let configuration = try source.load()
    let request = try newKey(configuration)
    let (created, isFirst) = try await AdministrationAccess(configuration: configuration, makesFolder: true).run {
      let isFirst = try await $0.keys().isEmpty && configuration.keys.isEmpty
      return (try await $0.createKey(request), isFirst)
    }
    Console.result(created.secret)
    Console.remark("The key \(name) is created. Its secret is shown this one time; keep it where you keep passwords.")
    if isFirst { Console.remark("It is the first key, so open access has ended: from now on every request needs a key.") }
    if configuration.upstream.apiKey == nil {
      Console.remark(
        "With keys the gateway buys with a ShortAPI key of its own; where it was started without one, restart it with "
          + "SHORTAPI_KEY.")
    }
  }

  private func newKey(_ configuration: GatewayConfiguration) throws -> NewKey {
    if let declared = configuration.keys.first(where: { $0.name == name }) {
      throw CommandFailure(.failure, "The key \"\(name)\" is declared in \(declared.location); choose another name.")
    }
    if let team, !configuration.teams.contains(where: { $0.name == team }) {
      let known = configuration.teams.map(\.name).joined(separator: ", ")
      throw ValidationError(
        "There is no team \"\(team)\"; declare it in gateway.yaml under teams: - name: \(team)"
          + (known.isEmpty ? "." : ", or use one of \(known)."))
    }
    let expiry = try expires.map { try ArgumentReading.moment($0, in: configuration.timeZone) }
    if let expires, let expiry, expiry <= SystemTimeSource().now() {
      throw ValidationError("\(expires) has passed, so the key would never be accepted; write a later date.")
    }
    return NewKey(name: name, team: team, models: models.isEmpty ? nil : models, expiresAt: expiry, limits: limits.change)
  }
}
