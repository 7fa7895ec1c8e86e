import Foundation
import GRDB
import Glibc
import TollgateCore

/// Copies a database of which one moment is read while others are written: by SQLite's online backup, page by page, over a
/// connection of its own that holds one snapshot. The writer goes on meanwhile, and what it writes stays in the log until the copy
/// is there.
struct DatabaseCopy {
  /// So many pages are copied at a time: half a megabyte.
  private static let step: CInt = 128
  /// After so many bytes the copy is made durable: one sync of all of it would stop those of the writer for as long as it takes.
  private static let syncedBytes: Int64 = 4 << 20
  /// What the copy keeps in memory before it writes it, in kibibytes.
  private static let cache = 1024

  let source: String
  let target: String

  /// Makes the copy: one file, without a log beside it.
  ///
  /// - Parameters:
  ///   - onSnapshot: called when the moment is fixed.
  ///   - onBytes: called with the bytes that were copied since the last call.
  /// - Throws: ``BackupError``, or what `onBytes` throws.
  func make(onSnapshot: () -> Void, onBytes: @escaping (Int64) throws(BackupError) -> Void) throws(BackupError) {
    let descriptor = try BackupFiles.translating { () throws(BlobError) in try FileSystem.create(target) }
    // Closed when no connection has the file any more: closing it would drop SQLite's own locks.
    defer { close(descriptor) }
    do {
      try copy(syncing: descriptor, onSnapshot: onSnapshot, onBytes: onBytes)
      try leaveLog()
      guard fsync(descriptor) == 0 else { throw BackupError.failed("cannot sync \(target): \(DataFolder.lastError())") }
    } catch let error as BackupError {
      throw error
    } catch {
      throw .failed(DatabaseFailure.sentence(error))
    }
  }

  private func copy(
    syncing descriptor: CInt, onSnapshot: () -> Void, onBytes: @escaping (Int64) throws(BackupError) -> Void
  ) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    let source = try DatabaseQueue(path: source, configuration: configuration)
    defer { try? source.close() }
    let copy = try DatabaseQueue(path: target)
    defer { try? copy.close() }
    try copy.writeWithoutTransaction { to in
      // Nobody reads it before it is complete: what a crash leaves of it is thrown away.
      try to.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -\(Self.cache)")
    }
    try source.read { from in
      let page = Int64(try Int.fetchOne(from, sql: "PRAGMA page_size") ?? 4096)
      // The first read fixes the moment.
      _ = try Int.fetchOne(from, sql: "SELECT count(*) FROM sqlite_schema")
      onSnapshot()
      var (copied, synced): (Int64, Int64) = (0, 0)
      try copy.writeWithoutTransaction { to in
        try from.backup(to: to, pagesPerStep: Self.step) { progress in
          let now = Int64(progress.totalPageCount - progress.remainingPageCount) * page
          let new = now - copied
          copied = now
          if copied - synced >= Self.syncedBytes {
            synced = copied
            guard fdatasync(descriptor) == 0 else {
              throw BackupError.failed("cannot sync the copy: \(DataFolder.lastError())")
            }
          }
          try onBytes(new)
        }
      }
    }
  }

  /// The copy says of itself that it has a log, as its source does. Without one it can be read where nothing can be written.
  private func leaveLog() throws {
    let copy = try DatabaseQueue(path: target)
    defer { try? copy.close() }
    let mode = try copy.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE") }
    guard mode == "delete" else { throw BackupError.failed("SQLite leaves the copy's journal as \(mode ?? "nothing")") }
  }
}
