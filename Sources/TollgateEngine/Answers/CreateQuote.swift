package import TollgateCore

/// What a create would bring and cost, found out without spending anything.
package struct CreateQuote: Sendable, Equatable {
  /// How it would end.
  package enum Outcome: Sendable, Equatable {
    /// A finished generation would be replayed.
    case hit(age: Duration)
    /// A live generation would be shared.
    case joined
    /// It would be bought. `bypassed` where the client's `no-cache` or `no-store` keeps the cache out of it.
    case miss(bypassed: Bool)
    /// It would be refused.
    case refused(GatewayError)
  }

  package let outcome: Outcome
  /// The generation that would answer, or that stands in the way; `nil` where there is none.
  package let generation: GenerationNumber?
  /// What a purchase would hold; `nil` where the price is unknown.
  package let quote: Money?
  /// What the generation cost that would be replayed or shared.
  package let saved: Money?
  /// Every budget with a limit: of the key, of its team, of the gateway.
  package let budgets: [QuotedBudget]
  /// Anything the caller should know.
  package let notices: [String]
}

/// One budget before and after a create.
package struct QuotedBudget: Sendable, Equatable {
  package let before: Balance
  /// The same as ``before`` where nothing would be bought.
  package let after: Balance
  /// Whether a purchase fits into it now.
  package let suffices: Bool
  /// When its window ends; `nil` for a total.
  package let resetsAt: Timestamp?
}
