/// What the writer decided.
package enum PurchaseDecision: Sendable, Equatable {
  /// Replay this finished generation.
  case hit(Generation)
  /// Share the fate of this live one.
  case joined(Generation)
  /// Nothing usable is cached, and this create may not buy.
  case notCached
  /// An identical create's outcome is unknown or it stalled.
  case blocked(Generation)
  /// The price is unknown, so that no hold can be taken.
  case unpriced
  /// A budget does not suffice; nothing was held, in no scope and window.
  case overBudget(BudgetShortage)
  /// Too many purchases run already; nothing was held.
  case tooManyRunning(RunningRefusal)
  /// Purchases come too fast; nothing was held or counted.
  case tooFast(RateRefusal)
  /// No purchase may start now; nothing was held.
  case paused(PurchasePause)
  /// The key has sent the same create before under the same `Idempotency-Key`: answer with that create's job.
  case repeated(Generation, serial: Int64)
  /// The `Idempotency-Key` stands for another create, which got this generation.
  case keyReused(Generation)
  /// Bought by this create: slot and hold are taken, durably. The caller has to send it.
  case bought(Generation)
}

/// What would become of a create, found out without changing anything.
package struct PurchaseForecast: Sendable, Equatable {
  /// What the writer would decide, as far as it can be known beforehand: a rate is not asked.
  package enum Outcome: Sendable, Equatable {
    case hit(Generation)
    case joined(Generation)
    case notCached
    case blocked(Generation)
    case unpriced
    case overBudget(BudgetShortage)
    case tooManyRunning(RunningRefusal)
    case paused(PurchasePause)
    case repeated(Generation, serial: Int64)
    case keyReused(Generation)
    case bought
  }

  package let outcome: Outcome
  /// What a purchase would hold; `nil` where the price is unknown.
  package let quote: Money?
  /// The balances that a purchase would be held in, as they are now: of the key, of its team, of the gateway.
  package let balances: [Balance]

  package init(outcome: Outcome, quote: Money?, balances: [Balance]) {
    self.outcome = outcome
    self.quote = quote
    self.balances = balances
  }
}
