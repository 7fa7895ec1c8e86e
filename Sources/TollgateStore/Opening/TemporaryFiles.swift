import Foundation
import GRDB
import NIOConcurrencyHelpers

/// Where SQLite puts what does not fit into memory.
enum TemporaryFiles {
  private static let isChosen = NIOLockedValueBox(false)

  /// Keeps them in the data folder, which is there and can be written, also where nothing else of the machine can be. SQLite
  /// removes their names as soon as they are open, so that none is left behind by a crash. Whoever sets `SQLITE_TMPDIR` chooses
  /// another folder.
  ///
  /// This holds for the whole process, and the first folder stays: SQLite reads it without a lock. Where that is gone, SQLite
  /// takes one of the system's.
  static func keep(in folder: DataFolder, _ db: Database) throws {
    guard ProcessInfo.processInfo.environment["SQLITE_TMPDIR"] == nil else { return }
    try isChosen.withLockedValue { isChosen in
      guard !isChosen else { return }
      let path = folder.path.replacing("'", with: "''")
      try db.execute(sql: "PRAGMA temp_store_directory = '\(path)'")
      isChosen = true
    }
  }
}
