package import TollgateCore

/// What a failed job gives back of its charge.
package enum Refund: Sendable, Equatable {
  case full, none
  case amount(Money)
  /// All of it, some time after the failure.
  case later(Duration)

  /// Reads `full`, `none`, `later` (after one second) or an amount such as `0.01`.
  package init?(_ text: String) {
    switch text {
    case "full": self = .full
    case "none": self = .none
    case "later": self = .later(.seconds(1))
    default:
      guard let money = Money(text) else { return nil }
      self = .amount(money)
    }
  }

  /// The refund's name, as it is read.
  package var text: String {
    switch self {
    case .full: "full"
    case .none: "none"
    case .amount(let money): money.description
    case .later: "later"
    }
  }
}
