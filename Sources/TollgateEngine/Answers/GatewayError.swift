package import TollgateCore

/// Why a create or a query was not answered with a job. One file of the server maps each to its HTTP answer.
package enum GatewayError: Error, Sendable, Equatable {
  /// The body is not one strict JSON object with `model` and `args`; the sentence says where.
  case malformedBody(String)
  /// A request header has a value that means nothing; the sentence says which.
  case malformedHeader(String)
  /// Missing, unknown, expired or revoked key.
  case unauthorized(String)
  /// The key may not use this model.
  case modelForbidden(String)
  /// The price is unknown, so that nothing can be held; the reason is a sentence.
  case priceUnknown(String, reason: String?)
  /// A budget does not suffice; nothing was held. `resetsAt` is when its window ends; `nil` for a total.
  case overBudget(BudgetShortage, resetsAt: Timestamp?)
  /// Too many purchases run already.
  case tooManyRunning(RunningRefusal)
  /// Creates, or purchases, come too fast.
  case tooFast(RateRefusal)
  /// An identical create's outcome is unknown, or it stalled.
  case outcomeUnknown(GenerationNumber, GenerationState)
  /// The `Idempotency-Key` stands for another create of the same key, which got this generation.
  case idempotencyKeyReused(GenerationNumber)
  /// Not cached, and this create may not buy.
  case notCached
  /// Not cached, and nobody may buy: the store was restored from a backup, which is not accepted yet.
  case notAccepted
  /// The upstream's own no; with how long it asked to be left alone, where it said 429.
  case rejected(Rejection, retryAfter: Duration? = nil)
  /// The upstream could not be reached, or does not answer; nothing was sent. `retryAfter` where it is known when one will ask
  /// again.
  case unreachable(retryAfter: Duration? = nil)
  /// The upstream refused the gateway's own key; purchases stop until it works again.
  case credentialRefused
  /// The create was sent, and there is no usable answer; the hold stays.
  case lost(GenerationNumber)
  /// The create is still being sent; repeating it joins.
  case stillSending(GenerationNumber)
  /// The queue in front of the upstream is full, or the wait in it was too long. `retryAfter` where the upstream asked to be left
  /// alone.
  case queueFull(retryAfter: Duration?)
  /// The gateway is shutting down, its ledger cannot be written, or what the create joined was given up; nothing is charged.
  case unavailable(String)
  /// None of the files that are kept, or ever were.
  case noSuchFile
  /// The file is no longer kept.
  case fileGone
  /// No such job for this key.
  case noSuchJob
}
