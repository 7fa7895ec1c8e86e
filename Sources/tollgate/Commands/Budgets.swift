import ArgumentParser
import TollgateCore

struct Budgets: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show every budget: its limit, what is spent, reserved and left, and when it resets.",
    discussion: """
      What is spent and what is reserved never exceed a limit together; a purchase that would is refused with 402. Repeats \
      cost nothing and are always answered.

      The gateway's budgets are set in gateway.yaml, those of teams and keys there or here:

        tollgate keys change alice --budget day=5.00
        tollgate teams change design --budget month=200.00
      """)

  @OptionGroup var source: ConfigurationOption
  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let budgets = try await AdministrationAccess(configuration: try source.load()).run { try await $0.budgets() }
    if json { return try Console.json(budgets) }
    guard !budgets.isEmpty else {
      return Console.remark(
        "There are no budgets; set one under budgets in gateway.yaml, or with tollgate keys change NAME --budget day=5.00.")
    }
    Console.result(BudgetTable.rendered(budgets, width: Terminal.width))
  }
}
