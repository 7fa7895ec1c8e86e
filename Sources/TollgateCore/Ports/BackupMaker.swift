/// Writes all that is kept, the store and the files, into a folder of its own while both are in use.
///
/// Whoever calls it sees to it that no file is removed meanwhile that was there when it began.
package protocol BackupMaker: Sendable {
  /// Checks that a backup can be written into a folder: that it is empty or not there, and that there is room.
  func check(folder: String) async throws(BackupError)

  /// Makes a backup.
  ///
  /// - Parameters:
  ///   - folder: the folder that gets it, under this name only at the end.
  ///   - version: the program's.
  ///   - clock: says the moment whose state it gets.
  ///   - lastSerial: says the highest serial of job ids at that moment; `nil` for all that were ever reserved.
  ///   - onProgress: called often, from any thread; where it throws the backup is broken off, and what was written is removed.
  /// - Returns: what was made.
  /// - Throws: ``BackupError``; nothing is left then.
  func make(
    folder: String, version: String, clock: @escaping @Sendable () -> Timestamp,
    lastSerial: @escaping @Sendable () -> Int64?,
    onProgress: @escaping @Sendable (BackupProgress) throws(BackupError) -> Void
  ) async throws(BackupError) -> BackupSummary
}
