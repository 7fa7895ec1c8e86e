/// What one ledger entry does to the balances of its hold's scopes and windows.
package struct BalanceChange: Sendable, Hashable {
  package let held: Money
  package let spent: Money

  package init(held: Money = .zero, spent: Money = .zero) {
    self.held = held
    self.spent = spent
  }

  /// The change that an entry after the hold makes; `hold` is the generation's.
  package init(_ entry: LedgerEntry, hold: Money) {
    switch entry.kind {
    case .hold: self.init(held: entry.amount)
    case .capture: self.init(held: .zero - hold, spent: entry.amount)
    case .release: self.init(held: .zero - hold)
    case .refund: self.init(spent: .zero - entry.amount)
    case .correction: self.init(spent: entry.amount)
    }
  }
}
