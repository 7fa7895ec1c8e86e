import TollgateCore

/// The fields for a key's limits, as they were entered; an empty one is no limit.
struct LimitForm: Equatable {
  let budgets: BudgetForm
  let createsPerMinute: String?
  let generationsPerMinute: String?
  let maximumRunning: String?

  /// What was entered.
  init(_ form: FormFields) {
    budgets = BudgetForm(form)
    createsPerMinute = form.entry("creates_per_minute")
    generationsPerMinute = form.entry("generations_per_minute")
    maximumRunning = form.entry("max_running")
  }

  /// What is in force.
  init(_ limits: KeyLimits) {
    budgets = BudgetForm(limits.budgets)
    createsPerMinute = limits.rate.createsPerMinute?.description
    generationsPerMinute = limits.rate.generationsPerMinute?.description
    maximumRunning = limits.maximumRunning?.description
  }

  /// The change of every limit to what was entered.
  func change() throws(AdministrationError) -> LimitChange {
    var change = LimitChange()
    change.budgets = try budgets.change()
    change.createsPerMinute = .set(try Self.number(createsPerMinute))
    change.generationsPerMinute = .set(try Self.number(generationsPerMinute))
    change.maximumRunning = .set(try Self.number(maximumRunning))
    return change
  }

  private static func number(_ text: String?) throws(AdministrationError) -> Int? {
    guard let text else { return nil }
    guard let number = Int(text) else {
      throw AdministrationError(.invalid, "A limit is a whole number such as 30, and not \"\(text)\".")
    }
    return number
  }
}
