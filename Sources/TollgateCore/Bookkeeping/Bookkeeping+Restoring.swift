extension Bookkeeping {
  private static let restoredReason = "it was under way when the backup was made from which this store was restored"
  /// No process has this name.
  private static let noOwner = OwnerID("")

  /// Settles what was held or being sent when a backup was made. Its gateway went on, and may have sent both: unlike after a
  /// crash nothing is released.
  package static func settleRestored(at now: Timestamp, in books: inout some BookTransaction) throws {
    for var generation in try books.unsent(notOwnedBy: noOwner) {
      if generation.state == .held { generation = try apply(.submit, to: generation, at: now, in: &books) }
      _ = try apply(.lost(reason: restoredReason), to: generation, at: now, in: &books)
    }
  }
}
