/// All that one key may do.
package struct KeyLimits: Sendable, Hashable, Codable {
  package var budgets: BudgetLimits
  package var rate: RateLimits
  /// Purchases that are reserved, being sent or running at a time; `nil` for any number.
  package var maximumRunning: Int?

  /// Limits; what is left out is not limited.
  package init(budgets: BudgetLimits = BudgetLimits(), rate: RateLimits = RateLimits(), maximumRunning: Int? = nil) {
    self.budgets = budgets
    self.rate = rate
    self.maximumRunning = maximumRunning
  }
}
