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
        tollgate keys create demo --mode replay
        KEY=$(tollgate keys create ci)
      """)

  @OptionGroup var source: AdministrationOptions

  @Argument(help: "The key's name: 1 to 64 of the characters A-Z a-z 0-9 . _ -")
  var name: String

  @Option(help: "The team that it belongs to, one of tollgate teams list.")
  var team: String?

  @Option(
    help: ArgumentHelp(
      "A model that it may use, or the beginning of ids with a *; may be repeated. Without it, all.", valueName: "pattern"))
  var models: [String] = []

  @Option(
    help: ArgumentHelp("A date in the configured time_zone, or a time; from then on the key is refused.", valueName: "date"))
  var expires: String?

  @Option(help: "live: it buys; replay: it only gets what is cached. Without it, live.")
  var mode: KeyOptions.Mode?

  @OptionGroup(title: "Limits") var limits: LimitOptions

  func run() async throws {
    let access = try source.access()
    let request = try newKey(access)
    if let team { try await check(team, access) }
    let (created, isFirst) = try await access.run(makesFolder: true) {
      let isFirst = try await $0.keys().isEmpty && access.configuration?.keys.isEmpty ?? true
      return (try await $0.createKey(request), isFirst)
    }
    Console.result(created.secret)
    Console.remark("The key \(name) is created. Its secret is shown this one time; keep it where you keep passwords.")
    if isFirst { Console.remark("It is the first key, so open access has ended: from now on every request needs a key.") }
    if let configuration = access.configuration, configuration.upstream.apiKey == nil {
      Console.remark(
        "With keys the gateway buys with a ShortAPI key of its own; where it was started without one, restart it with "
          + "SHORTAPI_KEY.")
    }
  }

  /// A team with a slip in its name would be another, without the budgets of the one that was meant. Who asks for one that is
  /// not there makes no data folder either.
  private func check(_ team: String, _ access: AdministrationAccess) async throws {
    var known = Set(access.configuration?.teams.map(\.name) ?? [])
    guard !known.contains(team) else { return }
    if access.configuration.map({ FileManager.default.fileExists(atPath: $0.storage.path) }) ?? true {
      let all = try await access.run { try await $0.teams() }
      known.formUnion(all.map(\.name))
    }
    guard !known.contains(team) else { return }
    throw ValidationError(
      "There is no team \"\(team)\"; create it (tollgate teams create \(team))"
        + (known.isEmpty ? "." : ", or use one of \(known.sorted().joined(separator: ", "))."))
  }

  private func newKey(_ access: AdministrationAccess) throws -> NewKey {
    if let declared = access.configuration?.keys.first(where: { $0.name == name }) {
      throw CommandFailure(.failure, "The key \"\(name)\" is declared in \(declared.location); choose another name.")
    }
    let now = SystemTimeSource().now()
    let expiry = try expires.map { try ArgumentReading.expiry($0, after: now, in: access.timeZone) }
    return NewKey(
      name: name, team: team, models: models.isEmpty ? nil : models, replayOnly: mode.map { $0 == .replay }, expiresAt: expiry,
      limits: limits.change)
  }
}
