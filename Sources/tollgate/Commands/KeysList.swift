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
    Console.result(KeyTable.rendered(keys, at: SystemTimeSource().now(), width: Terminal.width))
  }
}
