import ArgumentParser
import TollgateCore

struct KeysList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List all keys, also revoked ones, and what is left of their budgets.",
    discussion: "The secrets are stored nowhere, so none is shown.")

  @OptionGroup var source: ConfigurationOption
  @Flag(help: "Print JSON for scripts; times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let (keys, budgets) = try await AdministrationAccess(configuration: try source.load()).run {
      (try await $0.keys(), json ? [] : try await $0.budgets())
    }
    if json { return try Console.json(keys) }
    guard !keys.isEmpty else {
      return Console.remark(
        "There are no keys: the gateway serves this machine only. tollgate keys create NAME makes the first.")
    }
    Console.result(KeyTable.rendered(keys, at: SystemTimeSource().now(), width: Terminal.width))
    let own = budgets.filter { $0.owner == .key }
    if !own.isEmpty { Console.result("\n" + BudgetTable.rendered(own, width: Terminal.width)) }
  }
}
