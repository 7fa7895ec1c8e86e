/// What a store gives up of its details, a bounded step at a time. What they add up to stays, and can be checked.
package protocol RetentionBooks: Sendable {
  /// Removes statistics of single minutes since 1970 before one; hours and days stay.
  ///
  /// - Returns: whether there are more.
  func forgetMinutes(before minute: Int64) async throws(StoreError) -> Bool

  /// Replaces the ledger's entries of purchases that were over before a moment by closing entries, each of one hour, key, team and
  /// model. The purchases themselves stay.
  ///
  /// - Returns: whether there may be more.
  func closeLedger(before moment: Timestamp, at now: Timestamp) async throws(StoreError) -> Bool

  /// Gives back to the disk what nothing is kept in any more.
  ///
  /// - Returns: whether there is more.
  func shrink() async throws(StoreError) -> Bool
}
