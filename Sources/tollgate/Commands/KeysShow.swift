import ArgumentParser
import TollgateCore

struct KeysShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one key with its limits, and what is left of its budgets.",
    discussion: "  tollgate keys show alice")

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The key's name.")
  var name: String
  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let (key, budgets) = try await source.access().run {
      (try await $0.key(named: name), json ? [] : try await $0.budgets())
    }
    guard !json else {
      Console.result(try JSONText.pretty(key))
      return
    }
    let screen = Screen.output
    Console.result(KeyTable.rendered(key, at: SystemTimeSource().now(), on: screen))
    let own = budgets.filter { $0.owner == .key && $0.name == name }
    if !own.isEmpty { Console.result("\n" + BudgetTable.rendered(own, on: screen)) }
  }
}
