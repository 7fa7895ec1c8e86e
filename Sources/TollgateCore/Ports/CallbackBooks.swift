/// The outbox of the clients' callbacks. Its rows are written by the decisions and events of the ``Store`` that they belong to;
/// here they are taken out, delivered and looked at.
package protocol CallbackBooks: Sendable {
  /// Takes due callbacks for posting and keeps others from them until the lease ends. Each of them has to be settled. What it
  /// costs is bounded by ``CallbackTake/limit`` and ``CallbackTake/maximumSteps``, whatever waits.
  func takeCallbacks(_ take: CallbackTake) async throws(StoreError) -> TakenCallbacks

  /// When the next callback is due that rests at `now`, or the next lease ends; `nil` where there is neither.
  func nextCallback(after now: Timestamp) async throws(StoreError) -> Timestamp?

  /// Writes down what became of callbacks that were taken, and gives them free.
  func settle(_ settlements: [CallbackSettlement]) async throws(StoreError)

  /// Mends what rests for too long because the calendar clock was set back. What was never tried is due now. Everything else is
  /// due so much earlier as the clock was set back, though not before `now`; and now, where that is still after `latest`, since
  /// no right clock makes anything wait so long.
  func pullCallbacksIn(by step: Duration, latest: Timestamp, at now: Timestamp) async throws(StoreError)

  /// Callbacks, the newest first.
  func callbacks(_ query: CallbackQuery) async throws(StoreError) -> [Callback]

  /// Makes a callback that was given up due again, as if it had never been tried, however many are on their way.
  ///
  /// - Returns: whether it was given up.
  func retryCallback(_ id: CallbackID, at now: Timestamp) async throws(StoreError) -> Bool

  /// Makes callbacks that were given up due again, in the order of their ids: at most `limit`, with ids above `id`.
  ///
  /// - Returns: which they were.
  func retryCallbacks(after id: CallbackID?, limit: Int, at now: Timestamp) async throws(StoreError) -> [CallbackID]

  /// Removes callbacks that came to their end before a moment, at most `limit` of them.
  ///
  /// - Returns: how many there were.
  func removeCallbacks(endedBefore moment: Timestamp, limit: Int) async throws(StoreError) -> Int

  /// The secret from which the keys' signing secrets are derived, made at the first start.
  func callbackSecret() async throws(StoreError) -> [UInt8]
}
