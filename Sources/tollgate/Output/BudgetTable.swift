import TollgateCore

/// Budgets for people.
enum BudgetTable {
  /// One line for each budget.
  static func rendered(_ budgets: [BudgetSummary], on screen: Screen) -> String {
    var table = TextTable([
      .init("BUDGET", mayShrink: true), .init("PER"), .init("LIMIT", isRightAligned: true),
      .init("SPENT", isRightAligned: true), .init("HELD", isRightAligned: true, leaving: 2),
      .init("LEFT", isRightAligned: true), .share("USED", leaving: 3), .init("RESETS", leaving: 1),
    ])
    for budget in budgets {
      table.append([
        budget.title, budget.period.rawValue, DisplayText.dollars(budget.limit), DisplayText.dollars(budget.spent),
        DisplayText.dollars(budget.held), DisplayText.dollars(budget.left), budget.share,
        budget.resetsAt.map(DisplayText.moment) ?? "never",
      ])
    }
    return table.rendered(on: screen)
  }
}

extension BudgetSummary {
  /// Whose it is: `gateway`, `team design`, `key alice`.
  var title: String { name.map { "\(owner.rawValue) \($0)" } ?? owner.rawValue }

  /// How much of it is spent or held, rounded down: `93 %`. A limit of nothing is used up.
  var share: String {
    guard limit > .zero else { return "100 %" }
    return "\((Int128(spent.nanodollars) + Int128(held.nanodollars)) * 100 / Int128(limit.nanodollars)) %"
  }
}
