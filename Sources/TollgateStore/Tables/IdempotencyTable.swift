import GRDB
import TollgateCore

/// Statements on `idempotency`.
enum IdempotencyTable {
  static func record(named name: String, of key: KeyID, _ db: Database) throws -> IdempotencyRecord? {
    try db.cachedStatement(sql: "SELECT generation, serial, at FROM idempotency WHERE key = ? AND name = ?")
      .first([key.bytes.data, name]) { row in
        IdempotencyRecord(generation: try row.generationNumber(0), serial: try row.value(1), at: try row.timestamp(2))
      }
  }

  static func keep(_ record: IdempotencyRecord, named name: String, of key: KeyID, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO idempotency (key, name, generation, serial, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key, name) DO UPDATE \
        SET generation = excluded.generation, serial = excluded.serial, at = excluded.at
        """
    ).execute(arguments: [
      key.bytes.data, name, record.generation.value, record.serial, record.at.millisecondsSince1970,
    ])
  }

  static func removeAll(of generation: GenerationNumber, _ db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM idempotency WHERE generation = ?").execute(arguments: [generation.value])
  }

  /// Removes the oldest, at most `limit`, as far as they are older than `moment`.
  static func removeAll(before moment: Timestamp, limit: Int, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        DELETE FROM idempotency WHERE (key, name) IN \
        (SELECT key, name FROM idempotency WHERE at < ? ORDER BY at LIMIT ?)
        """
    ).execute(arguments: [moment.millisecondsSince1970, limit])
  }
}
