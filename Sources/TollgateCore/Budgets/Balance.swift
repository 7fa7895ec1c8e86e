/// The money of one scope in one window, at one moment.
package struct Balance: Sendable, Hashable {
  package let scope: Scope
  package let window: BudgetWindow
  /// Captures and corrections less refunds. A refund larger than what this window spent cannot be: it is booked to its hold's
  /// window.
  package var spent: Money
  /// Reserved for purchases whose outcome is open.
  package var held: Money
  /// How much both may be together; `nil` for no limit.
  package var limit: Money?

  package init(scope: Scope, window: BudgetWindow, spent: Money = .zero, held: Money = .zero, limit: Money? = nil) {
    self.scope = scope
    self.window = window
    self.spent = spent
    self.held = held
    self.limit = limit
  }

  /// What may still be held; never negative, also where the limit was lowered or a charge went past it. `nil` for no limit.
  package var left: Money? { limit.map { max(.zero, $0 - spent - held) } }

  /// Whether so much more may be held.
  package func mayHold(_ amount: Money) -> Bool { limit.map { spent + held + amount <= $0 } ?? true }
}

/// Where a budget does not suffice for one purchase.
package struct BudgetShortage: Sendable, Hashable {
  package let balance: Balance
  /// What the purchase would hold.
  package let needed: Money

  package init(balance: Balance, needed: Money) {
    self.balance = balance
    self.needed = needed
  }
}
