/// The outbox of the clients' callbacks. Its rows are written by the decisions and events of the ``Store`` that they belong to; here
/// they are taken out, delivered and looked at.
package protocol CallbackBooks: Sendable {
  /// Takes due callbacks for posting and keeps others from them until the lease ends. Each of them has to be settled.
  func takeCallbacks(_ take: CallbackTake) async throws(StoreError) -> TakenCallbacks

  /// When the next callback is due that is not due at `now`; `nil` where there is none.
  func nextCallback(after now: Timestamp) async throws(StoreError) -> Timestamp?

  /// Writes down what became of callbacks that were taken, and gives them free.
  func settle(_ settlements: [CallbackSettlement]) async throws(StoreError)

  /// Callbacks, the newest first.
  func callbacks(_ query: CallbackQuery) async throws(StoreError) -> [Callback]

  /// Makes callbacks that were given up due again, as if they had never been tried: one of them, or all.
  ///
  /// - Returns: how many there were.
  func retryCallbacks(_ id: CallbackID?, at now: Timestamp) async throws(StoreError) -> Int

  /// Removes callbacks that came to their end before a moment, at most `limit` of them.
  ///
  /// - Returns: how many there were.
  func removeCallbacks(endedBefore moment: Timestamp, limit: Int) async throws(StoreError) -> Int

  /// The secret from which the keys' signing secrets are derived, made at the first start.
  func callbackSecret() async throws(StoreError) -> [UInt8]
}
