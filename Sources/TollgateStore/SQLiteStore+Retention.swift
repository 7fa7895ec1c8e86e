package import TollgateCore

extension SQLiteStore {
  package func forgetMinutes(before minute: Int64) async throws(StoreError) -> Bool {
    try await writer.write { db, _ in try RetentionTable.forgetMinutes(before: minute, db) }
  }

  package func closeLedger(before moment: Timestamp, at now: Timestamp) async throws(StoreError) -> Bool {
    try await writer.write { db, _ in try RetentionTable.closeLedger(before: moment, at: now, db) }
  }

  package func shrink() async throws(StoreError) -> Bool {
    try await writer.write { db, _ in try RetentionTable.shrink(db) }
  }
}
