import TollgateCore

/// A create that has been read, checked and normalised: everything that decides about it except the state of the world.
package struct PreparedCreate: Sendable {
  package let caller: Caller
  let request: CreateRequest
  let slot: Slot
  let policy: CachePolicy
  let notices: [String]
  /// The create's `Idempotency-Key`.
  let idempotencyKey: String?
  /// The same with the serial of the job id that the create gets unless it buys: it has to be known when that is recorded.
  var idempotency: IdempotencyClaim?
}
