import TollgateCore

/// The fields for budgets, as they were entered; an empty one is no limit.
struct BudgetForm: Equatable {
  let day: String?
  let month: String?
  let total: String?

  /// What was entered.
  init(_ form: FormFields) {
    day = form.entry("day")
    month = form.entry("month")
    total = form.entry("total")
  }

  /// What is in force.
  init(_ budgets: BudgetLimits) {
    day = budgets.day?.description
    month = budgets.month?.description
    total = budgets.total?.description
  }

  /// The change of every budget to what was entered.
  func change() throws(AdministrationError) -> BudgetSteps {
    [.day: .set(try Self.money(day)), .month: .set(try Self.money(month)), .total: .set(try Self.money(total))]
  }

  private static func money(_ text: String?) throws(AdministrationError) -> Money? {
    guard let text else { return nil }
    guard let amount = Money(text.hasPrefix("$") ? text.dropFirst() : text[...]) else {
      throw AdministrationError(.invalid, "A budget is an amount of dollars such as 5.00, and not \"\(text)\".")
    }
    return amount
  }
}
