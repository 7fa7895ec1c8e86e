import TollgateCore

/// A create that has been read, checked and normalised: everything that decides about it except the state of the world.
package struct PreparedCreate: Sendable {
  var question: CacheQuestion
  let request: CreateRequest
  /// The create's `Idempotency-Key`.
  let idempotencyKey: String?
  /// Where the job's record is to be posted when it ends, without the serial; `nil` for nowhere.
  let callback: CallbackOrder?
  /// The serial of the job's id, where it is taken before the decision: it is written down with it.
  var serial: Int64?
  /// Told how it goes; `nil` where nobody wants to know.
  var report: RequestReport?
  /// When the store was asked to decide, by the clock that never goes back.
  var decisionBegan: Duration?

  package var caller: Caller { question.caller }
  var slot: Slot { question.slot }
  var policy: CachePolicy { question.policy }
  var notices: [String] { question.notices }

  /// The `Idempotency-Key` with the serial; `nil` where either is missing.
  var idempotency: IdempotencyClaim? {
    guard let idempotencyKey, let serial else { return nil }
    return IdempotencyClaim(name: idempotencyKey, serial: serial)
  }
}
