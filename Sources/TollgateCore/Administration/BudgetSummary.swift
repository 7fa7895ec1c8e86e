/// One limit with what has become of it, as it is shown.
package struct BudgetSummary: Sendable, Codable, Equatable {
  /// Whose budget it is.
  package enum Owner: String, Sendable, Codable {
    case gateway
    case team
    case key
  }

  package let owner: Owner
  /// The team's or the key's name.
  package let name: String?
  package let period: BudgetPeriod
  package let limit: Money
  /// Charged less refunded.
  package let spent: Money
  /// Reserved for purchases whose outcome is open.
  package let held: Money
  /// What may still be held; never negative.
  package let left: Money
  /// When it resets; `nil` for never.
  package let resetsAt: Timestamp?

  /// - Returns: `nil` where there is no limit.
  package init?(_ balance: Balance, owner: Owner, name: String?, resetsAt: Timestamp?) {
    guard let limit = balance.limit, let left = balance.left else { return nil }
    self.owner = owner
    self.name = name
    period = balance.window.period
    self.limit = limit
    spent = balance.spent
    held = balance.held
    self.left = left
    self.resetsAt = resetsAt
  }
}
