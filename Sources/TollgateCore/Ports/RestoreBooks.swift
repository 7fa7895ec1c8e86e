/// What a store knows of having been restored from a backup.
package protocol RestoreBooks: Sendable {
  /// Makes a store that was copied from a backup one of its own: job ids get another secret, and the one so far opens no id that
  /// was issued after the backup; what was held or being sent may have been sent since, and becomes unknown; nothing is bought
  /// until ``acceptRestore(at:)``.
  ///
  /// - Parameters:
  ///   - backupAt: the moment whose state it has.
  ///   - lastSerial: the highest serial of a job id that was issued by then.
  ///   - now: the time.
  /// - Throws: ``StoreError``; nothing has changed then.
  func beginRestored(from backupAt: Timestamp, lastSerial: Int64, at now: Timestamp) async throws(StoreError)

  /// The restore that nobody has accepted; `nil` where there is none.
  func pendingRestore() async throws(StoreError) -> PendingRestore?

  /// Writes down that somebody has accepted it.
  ///
  /// - Returns: what was accepted; `nil` where there was nothing to accept.
  func acceptRestore(at now: Timestamp) async throws(StoreError) -> PendingRestore?

  /// The secrets under which job ids are or were sealed, made at the first start.
  func ticketSecrets() async throws(StoreError) -> TicketSecrets
}
