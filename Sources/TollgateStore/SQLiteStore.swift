import Foundation
import GRDB
import NIOConcurrencyHelpers
import ServiceLifecycle
package import TollgateCore

/// The store on one machine: an SQLite database in the data folder, written by one connection with group commit.
///
/// It works from ``open(folder:)`` to ``close()``. As a `Service` it ends with the group: its ``run()`` returns when it was
/// told to shut down and has served everybody who waits, and throws when a commit's outcome is unknown or the disk is broken,
/// so that the process stops and reads the store anew. Put it first in the group: what comes later may still write while it
/// shuts down.
package final class SQLiteStore: Service, Sendable {
  let pool: DatabasePool
  let writer: Writer
  /// What SQLite calls its version.
  private let sqliteVersion: String
  private let lock: NIOLockedValueBox<DataFolderLock?>

  init(pool: DatabasePool, sqliteVersion: String, writer: Writer, lock: DataFolderLock) {
    self.pool = pool
    self.sqliteVersion = sqliteVersion
    self.writer = writer
    self.lock = NIOLockedValueBox(lock)
  }

  /// Why the store stopped by itself: an error after which nothing may be written before a restart. `nil` while all is well.
  package var failure: StoreError? { writer.failure }

  /// The size of the file of what was committed and not yet moved into the database.
  var logBytes: Int64 {
    let attributes = try? FileManager.default.attributesOfItem(atPath: pool.path + "-wal")
    return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
  }

  /// What was committed since the store was opened.
  package var statistics: WriterStatistics { writer.statistics }

  package func condition() -> StoreCondition {
    let statistics = writer.statistics
    return StoreCondition(
      engine: "SQLite " + sqliteVersion, schema: Schema.version,
      trouble: failure.map { "\($0)" } ?? statistics.trouble, commits: statistics.commits,
      sinceCommit: statistics.lastCommit.map { $0.duration(to: .now) }, waiting: writer.waitingCount,
      commitTimes: statistics.commitTimes, batchSizes: statistics.batchSizes)
  }

  /// Keeps the search index up to date, waits for shutdown, serves who waits, and closes the store.
  ///
  /// - Throws: ``failure``.
  package func run() async throws {
    await withTaskGroup { tasks in
      tasks.addTask { await self.keepIndexUpToDate() }
      await withTaskCancellationOrGracefulShutdownHandler {
        await writer.untilOver()
      } onCancelOrGracefulShutdown: {
        self.writer.close()
      }
      tasks.cancelAll()
    }
    await close()
    if let failure { throw failure }
  }

  /// Refuses further writes, serves who waits, closes the database and gives the folder free. Closing twice does nothing.
  package func close() async {
    writer.close()
    await writer.untilOver()
    closeDatabase()
  }

  /// Leaves one file without a log behind, unless the store failed: what a failed commit wrote is read anew at the next start.
  func closeDatabase() {
    lock.withLockedValue { lock in
      // SQLite crashes where it is asked to checkpoint a connection that is closed.
      guard lock != nil else { return }
      if failure == nil { _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) } }
      // Where the database cannot be closed, the folder stays locked for as long as the process lives.
      guard (try? pool.close()) != nil else { return }
      lock = nil
    }
  }
}
