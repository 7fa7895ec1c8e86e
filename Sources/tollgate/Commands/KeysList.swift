import ArgumentParser
import TollgateCore

struct KeysList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List all keys, also revoked ones.",
    discussion: "The secrets are stored nowhere, so that none is shown.")

  @OptionGroup var source: ConfigurationOption
  @Flag(help: "Print JSON for scripts; times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let keys = try await AdministrationAccess(configuration: try source.load()).run { try await $0.keys() }
    if json { return try Console.json(keys) }
    guard !keys.isEmpty else {
      return Console.remark(
        "There are no keys: the gateway serves this machine only. tollgate keys create NAME makes the first.")
    }
    var table = TextTable([
      .init("NAME"), .init("TEAM"), .init("ORIGIN"), .init("STATE"), .init("MODELS", mayShrink: true), .init("CREATED"),
      .init("EXPIRES"),
    ])
    let now = SystemTimeSource().now()
    for key in keys {
      table.append([
        key.name, key.team, key.origin.rawValue, Self.state(of: key, at: now), key.models?.joined(separator: " ") ?? "all",
        DisplayText.moment(key.createdAt), key.expiresAt.map(DisplayText.moment),
      ])
    }
    Console.result(table.rendered(width: Terminal.width))
  }

  private static func state(of key: KeySummary, at now: Timestamp) -> String {
    if key.revokedAt != nil { return "revoked" }
    return key.expiresAt.map { $0 <= now } == true ? "expired" : "valid"
  }
}
