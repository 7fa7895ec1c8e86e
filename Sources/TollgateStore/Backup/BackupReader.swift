import GRDB
import TollgateCore

/// Reads a backup's database, without changing anything in its folder.
struct BackupReader {
  private static let page = 500

  let queue: DatabaseQueue

  init(_ folder: BackupFolder) throws(BackupError) {
    var configuration = Configuration()
    configuration.readonly = true
    do {
      queue = try DatabaseQueue(path: folder.databasePath, configuration: configuration)
    } catch {
      throw .damaged("The database of \(folder.path) cannot be read (\(DatabaseFailure.sentence(error))); use another backup.")
    }
  }

  func close() { try? queue.close() }

  func read<Value>(_ body: (Database) throws -> Value) throws(BackupError) -> Value {
    do { return try queue.read(body) } catch let error as BackupError {
      throw error
    } catch {
      throw .damaged("The backup's database cannot be read (\(DatabaseFailure.sentence(error))); use another backup.")
    }
  }

  /// How many files are stored, their bytes, the last purchase's number, and the next serial of a job id.
  func figures() throws(BackupError) -> (files: BackupManifest.Files, purchases: Int64, nextSerial: Int64) {
    try read { db in
      let files = try Row.fetchOne(db, sql: "SELECT count(*), coalesce(sum(bytes), 0) FROM assets WHERE is_stored = 1")
      let purchases = try Int64.fetchOne(db, sql: "SELECT max(number) FROM generations") ?? 0
      let serial = try Int64.fetchOne(db, sql: "SELECT next_serial FROM tickets WHERE id = 1") ?? 0
      return (.init(count: try files?.value(0) ?? 0, bytes: try files?.value(1) ?? 0), purchases, serial)
    }
  }

  /// Calls `body` with every file that is stored, in the order of their ids.
  func forEachFile(_ body: (AssetID, Int64) throws(BackupError) -> Void) throws(BackupError) {
    var last: [UInt8] = []
    while true {
      let start = last
      let page = try read { db in
        try Row.fetchAll(
          db.cachedStatement(
            sql: "SELECT digest, bytes FROM assets WHERE is_stored = 1 AND digest > ? ORDER BY digest LIMIT ?"),
          arguments: [start.data, Self.page]
        ).map { row in
          (try row.required(AssetID(digest: try row.bytes(0)), "a file's digest"), try row.value(1) as Int64)
        }
      }
      for (id, size) in page { try body(id, size) }
      guard page.count == Self.page, let end = page.last else { return }
      last = end.0.bytes
    }
  }
}
