/// One line of the append-only ledger, as a transition asks for it; the store adds generation, key, team, windows and time.
package struct LedgerEntry: Sendable, Equatable {
  /// What happens to the money.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// Reserved before sending.
    case hold
    /// The hold, turned into the upstream's charge.
    case capture
    /// The hold, given back unsent or after a rejection.
    case release
    /// Given back after an upstream failure.
    case refund
    /// The signed difference to the charge that the upstream named at the end, after a create whose amount was missing.
    case correction
  }

  package let kind: Kind
  package let amount: Money

  package init(_ kind: Kind, _ amount: Money) {
    self.kind = kind
    self.amount = amount
  }
}
