import TollgateCore

extension SQLiteTransaction {
  func idempotencyRecord(named name: String, of key: KeyID) throws -> IdempotencyRecord? {
    try IdempotencyTable.record(named: name, of: key, db)
  }

  func keep(_ record: IdempotencyRecord, named name: String, of key: KeyID) throws {
    try IdempotencyTable.keep(record, named: name, of: key, db)
  }

  func removeIdempotencyRecords(of generation: GenerationNumber) throws { try IdempotencyTable.removeAll(of: generation, db) }

  func removeIdempotencyRecords(before moment: Timestamp, limit: Int) throws {
    try IdempotencyTable.removeAll(before: moment, limit: limit, db)
  }
}
