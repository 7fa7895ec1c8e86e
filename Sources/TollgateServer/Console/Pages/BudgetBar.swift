import TollgateCore

/// A budget as a bar.
struct BudgetBar {
  let title: String
  let spent: String
  let limit: String
  let left: String
  /// Held for what is not settled; `nil` for nothing.
  let held: String?
  /// Both in thousandths of the bar.
  let spentWidth: Int64
  let heldWidth: Int64
  let isUsedUp: Bool
  /// The time until it resets; `nil` for never.
  let reset: String?

  init(_ budget: BudgetSummary, at now: Timestamp) {
    let period =
      switch budget.period {
      case .day: "today"
      case .month: "this month"
      case .total: "in total"
      }
    let owner =
      switch budget.owner {
      case .gateway: "The gateway"
      case .team: "Team \(budget.name ?? "")"
      case .key: "Key \(budget.name ?? "")"
      }
    title = "\(owner), \(period)"
    spent = ShownText.money(budget.spent)
    limit = ShownText.money(budget.limit)
    left = ShownText.money(budget.left)
    held = budget.held == .zero ? nil : ShownText.money(budget.held)
    spentWidth = Self.width(of: budget.spent, in: budget.limit)
    heldWidth = min(Self.width(of: budget.held, in: budget.limit), 1000 - spentWidth)
    isUsedUp = budget.left == .zero
    reset = budget.resetsAt.map { ShownText.duration($0.since(now)) }
  }

  private static func width(of part: Money, in whole: Money) -> Int64 {
    guard whole > .zero else { return 1000 }
    return min(1000, max(0, part.nanodollars / max(1, whole.nanodollars / 1000)))
  }
}
