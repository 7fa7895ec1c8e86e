import GRDB
import TollgateCore

/// The callbacks that can be had, by the index of exactly those.
struct CallbackRows: CallbackShelf {
  private static let isReady = "due_at IS NOT NULL AND rests_until IS NULL"
  let db: Database

  func key(after key: KeyID?) throws -> KeyID? {
    try db.cachedStatement(
      sql: "SELECT key FROM callbacks WHERE key > ? AND \(Self.isReady) ORDER BY key LIMIT 1"
    ).first([(key?.bytes ?? []).data]) { try $0.keyID(0) }
  }

  func receiver(of key: KeyID, after receiver: String) throws -> String? {
    try db.cachedStatement(
      sql: "SELECT receiver FROM callbacks WHERE key = ? AND receiver > ? AND \(Self.isReady) ORDER BY receiver LIMIT 1"
    ).first([key.bytes.data, receiver.storable]) { try $0.value(0) }
  }

  func callbacks(of lane: CallbackLane, limit: Int) throws -> [Callback] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: CallbackTable.select + " WHERE key = ? AND receiver = ? AND \(Self.isReady) ORDER BY due_at LIMIT ?"),
      arguments: [lane.key.bytes.data, lane.receiver.storable, limit]
    ).map(Callback.init(row:))
  }
}
