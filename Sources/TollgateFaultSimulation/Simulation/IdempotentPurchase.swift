import TollgateCore

/// What a client was told that was bought under its Idempotency-Key.
struct IdempotentPurchase {
  let generation: GenerationNumber
  let createdAt: Timestamp
  let jobID: String
}
