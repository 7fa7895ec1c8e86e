/// Several keys that share budgets, and results where `cache.scope` is `team`. Its identity is its name.
package struct Team: Sendable, Hashable {
  /// Where a team comes from, which decides who may change it.
  package enum Origin: String, Sendable, Codable, CaseIterable {
    /// Made with `tollgate teams create`, named by a key that was created for it, or gone from the configuration file.
    case created
    /// Declared in the configuration file, and changed only there.
    case declared
  }

  /// The name; what it spent is booked under it for ever.
  package let name: String
  package let origin: Origin
  /// How much its keys together may spend.
  package let budgets: BudgetLimits

  package init(name: String, origin: Origin, budgets: BudgetLimits = BudgetLimits()) {
    self.name = name
    self.origin = origin
    self.budgets = budgets
  }
}
