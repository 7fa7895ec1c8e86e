/// What the books say to whoever watches a gateway.
package struct BookFigures: Sendable, Equatable {
  /// Purchases in each state but `succeeded`; states without any are left out.
  package var purchases: [GenerationState: Int] = [:]
  package var money = MoneyFigures()
  package var store = StoreFigures()
  /// The names of the keys whose balances are in ``money``.
  package var keyNames: [KeyID: String] = [:]

  package init() {}
}

/// The money of the books at one moment.
package struct MoneyFigures: Sendable, Equatable {
  /// Purchases whose outcome is unknown.
  package struct Unknown: Sendable, Equatable {
    package var count = 0
    /// What they hold.
    package var held = Money.zero
    /// When the oldest was bought; `nil` where there is none.
    package var oldestAt: Timestamp?

    package init(count: Int = 0, held: Money = .zero, oldestAt: Timestamp? = nil) {
      self.count = count
      self.held = held
      self.oldestAt = oldestAt
    }
  }

  package var unknown = Unknown()
  /// In the window that was asked for, its month, and ever: of the scopes that were asked for, and of those with a budget.
  package var balances: [Balance] = []

  package init(unknown: Unknown = Unknown(), balances: [Balance] = []) {
    self.unknown = unknown
    self.balances = balances
  }

  /// What a scope has ever spent and holds now; `nil` where nobody has asked for it.
  package func total(of scope: Scope) -> Balance? { balances.first { $0.scope == scope && $0.window == .total } }
}
