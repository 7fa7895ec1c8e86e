/// That a store was restored from a backup, and nobody has accepted yet what follows: purchases of its gateway after the backup
/// are not in it, and would be made again.
package struct PendingRestore: Sendable, Codable, Equatable {
  /// The moment whose state was restored.
  package let backupAt: Timestamp
  package let restoredAt: Timestamp

  package init(backupAt: Timestamp, restoredAt: Timestamp) {
    self.backupAt = backupAt
    self.restoredAt = restoredAt
  }
}

/// What accepting a restore brought.
package struct RestoreAcceptance: Sendable, Codable, Equatable {
  /// What was accepted; `nil` where there was nothing to accept.
  package let accepted: PendingRestore?
  /// Purchases whose outcome is unknown. They were under way when the backup was made, or before, and wait for a person.
  package let unknown: Int

  package init(accepted: PendingRestore?, unknown: Int) {
    self.accepted = accepted
    self.unknown = unknown
  }
}
