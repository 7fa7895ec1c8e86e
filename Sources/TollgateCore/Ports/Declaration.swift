/// What a configuration file says about money and about who may use the gateway.
package struct Declaration: Sendable, Equatable {
  /// The budgets of the whole gateway.
  package var budgets: BudgetLimits
  /// Each team's budgets, by its name.
  package var teams: [String: BudgetLimits]
  package var keys: [StoredKey]

  package init(budgets: BudgetLimits = BudgetLimits(), teams: [String: BudgetLimits] = [:], keys: [StoredKey] = []) {
    self.budgets = budgets
    self.teams = teams
    self.keys = keys
  }
}
