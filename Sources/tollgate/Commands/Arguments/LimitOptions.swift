import ArgumentParser
import TollgateCore

/// The limits of a key, as `keys create` and `keys change` take them.
struct LimitOptions: ParsableArguments {
  @Option(
    name: .customLong("budget"),
    help: ArgumentHelp(
      "What may be spent in a day, a month or in total, in dollars, such as day=5.00, or day=none; may be repeated.",
      valueName: "period=amount"),
    transform: ArgumentReading.budget)
  var budgets: [BudgetArgument] = []

  @Option(
    help: ArgumentHelp("Requests in a minute, repeats too; a number or none.", valueName: "number"),
    transform: ArgumentReading.limit)
  var createsPerMinute: NumberArgument?

  @Option(
    help: ArgumentHelp("Purchases in a minute; a number or none.", valueName: "number"), transform: ArgumentReading.limit)
  var generationsPerMinute: NumberArgument?

  @Option(
    name: .customLong("max-running"),
    help: ArgumentHelp("Purchases under way at the same time; a number or none.", valueName: "number"),
    transform: ArgumentReading.limit)
  var maximumRunning: NumberArgument?

  func validate() throws { try budgets.check() }

  /// What the arguments change.
  var change: LimitChange {
    var change = LimitChange()
    change.budgets = budgets.steps
    change.createsPerMinute = createsPerMinute.map { .set($0.number) } ?? .keep
    change.generationsPerMinute = generationsPerMinute.map { .set($0.number) } ?? .keep
    change.maximumRunning = maximumRunning.map { .set($0.number) } ?? .keep
    return change
  }
}

/// `day=5.00`, or `day=none`.
struct BudgetArgument: Sendable, Equatable {
  let period: BudgetPeriod
  /// `nil` for no limit.
  let amount: Money?
}

/// A number, or `none`.
struct NumberArgument: Sendable, Equatable {
  /// `nil` for no limit.
  let number: Int?
}
