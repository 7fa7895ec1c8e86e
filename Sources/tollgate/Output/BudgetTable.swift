import TollgateCore

/// Budgets for people.
enum BudgetTable {
  /// One line for each budget.
  static func rendered(_ budgets: [BudgetSummary], width: Int?) -> String {
    var table = TextTable([
      .init("BUDGET", mayShrink: true), .init("PER"), .init("LIMIT", isRightAligned: true),
      .init("SPENT", isRightAligned: true), .init("HELD", isRightAligned: true), .init("LEFT", isRightAligned: true),
      .init("RESETS"),
    ])
    for budget in budgets {
      table.append([
        budget.title, budget.period.rawValue, DisplayText.dollars(budget.limit), DisplayText.dollars(budget.spent),
        DisplayText.dollars(budget.held), DisplayText.dollars(budget.left),
        budget.resetsAt.map(DisplayText.moment) ?? "never",
      ])
    }
    return table.rendered(width: width)
  }
}

extension BudgetSummary {
  /// Whose it is: `gateway`, `team design`, `key alice`.
  var title: String { name.map { "\(owner.rawValue) \($0)" } ?? owner.rawValue }
}
