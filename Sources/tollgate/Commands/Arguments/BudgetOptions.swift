import ArgumentParser
import TollgateCore

/// The budgets of a team, as `teams create` and `teams change` take them.
struct BudgetOptions: ParsableArguments {
  @Option(
    name: .customLong("budget"),
    help: ArgumentHelp(
      "What its keys together may spend in a day, a month or in total, in dollars, such as day=5.00, or day=none; may be "
        + "repeated.", valueName: "period=amount"),
    transform: ArgumentReading.budget)
  var budgets: [BudgetArgument] = []

  func validate() throws { try budgets.check() }

  /// What the arguments change.
  var steps: BudgetSteps { budgets.steps }
}

extension [BudgetArgument] {
  /// Refuses two budgets for one period.
  func check() throws {
    let periods = map(\.period)
    if let twice = periods.first(where: { period in periods.count { $0 == period } > 1 }) {
      throw ValidationError("--budget \(twice.rawValue) is given twice; keep one.")
    }
  }

  /// What they change.
  var steps: BudgetSteps {
    BudgetSteps(map { ($0.period, .set($0.amount)) }, uniquingKeysWith: { _, last in last })
  }
}
