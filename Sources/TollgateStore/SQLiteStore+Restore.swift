package import TollgateCore

extension SQLiteStore {
  package func beginRestored(
    from backupAt: Timestamp, lastSerial: Int64, at now: Timestamp
  ) async throws(StoreError) {
    try await change { books in
      try Bookkeeping.settleRestored(at: now, in: &books)
      try TicketTable.beginEpoch(lastSerial: lastSerial, books.db)
      try RestoreTable.insert(PendingRestore(backupAt: backupAt, restoredAt: now), books.db)
    }
  }

  package func pendingRestore() async throws(StoreError) -> PendingRestore? {
    try await read { try RestoreTable.pending($0) }
  }

  package func acceptRestore(at now: Timestamp) async throws(StoreError) -> PendingRestore? {
    try await writer.write { db, _ in
      let pending = try RestoreTable.pending(db)
      if pending != nil { try RestoreTable.accept(at: now, db) }
      return pending
    }
  }

  package func ticketSecrets() async throws(StoreError) -> TicketSecrets {
    try await read { try TicketTable.secrets($0) }
  }
}
