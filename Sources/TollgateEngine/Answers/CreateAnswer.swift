package import TollgateCore

/// A create that got a job.
package struct CreateAnswer: Sendable, Equatable {
  /// How the job came to be.
  package enum Outcome: Sendable, Equatable {
    /// A finished generation is replayed; `age` since it was finished.
    case hit(age: Duration)
    /// A live generation is shared.
    case joined
    /// Bought by this create. `bypassed` where the client's `no-cache` or `no-store` kept the cache out of it.
    /// `loss` is why there was nothing to replay although there had been a result.
    case miss(bypassed: Bool, loss: SlotLoss? = nil)
    /// The same create came before under the same `Idempotency-Key`; `amount` is what it was told then.
    case repeated(amount: Money)
  }

  package let outcome: Outcome
  /// The job id, 24 lower-case hex digits: a fresh one, unless the create is repeated.
  package let jobID: String
  package let generation: GenerationNumber
  /// What this create was charged: zero on hits and joins.
  package let charged: Money
  /// What the generation cost, on hits and joins.
  package let saved: Money?
  /// Anything the caller should know.
  package let notices: [String]

  /// The body's `amount`: what was charged, by this create or by the one that it repeats.
  package var amount: Money { if case .repeated(let amount) = outcome { amount } else { charged } }
}
