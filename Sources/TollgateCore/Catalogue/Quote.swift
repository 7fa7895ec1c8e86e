/// What a create is expected to cost, known before it is sent.
package enum Quote: Sendable, Equatable {
  /// The price of the catalogue or of gateway.yaml.
  case price(Money)
  /// The price is unknown, and gateway.yaml allows this much for such models.
  case capped(Money)
  /// The price is unknown; the reason is a sentence for the caller.
  case unknown(reason: String)

  /// The amount to hold; `nil` where the price is unknown.
  package var amount: Money? {
    switch self {
    case .price(let money), .capped(let money): money
    case .unknown: nil
    }
  }

  /// Why the price is unknown; `nil` where it is not.
  package var unknownReason: String? {
    guard case .unknown(let reason) = self else { return nil }
    return reason
  }
}
