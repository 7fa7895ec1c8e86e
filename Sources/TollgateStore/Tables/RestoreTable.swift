import GRDB
import TollgateCore

/// Statements on `restores`.
enum RestoreTable {
  static func insert(_ restore: PendingRestore, _ db: Database) throws {
    try db.execute(
      sql: "INSERT INTO restores (backup_at, restored_at) VALUES (?, ?)",
      arguments: [restore.backupAt.millisecondsSince1970, restore.restoredAt.millisecondsSince1970])
  }

  /// The newest that nobody has accepted. A backup of a store that waits for that waits as well.
  static func pending(_ db: Database) throws -> PendingRestore? {
    try Row.fetchOne(
      db, sql: "SELECT backup_at, restored_at FROM restores WHERE accepted_at IS NULL ORDER BY id DESC LIMIT 1"
    ).map { PendingRestore(backupAt: try $0.timestamp(0), restoredAt: try $0.timestamp(1)) }
  }

  static func accept(at now: Timestamp, _ db: Database) throws {
    try db.execute(
      sql: "UPDATE restores SET accepted_at = ? WHERE accepted_at IS NULL", arguments: [now.millisecondsSince1970])
  }
}
