import Foundation
package import TollgateCore

/// Makes a data folder of a backup.
package struct BackupRestore: Sendable {
  let backup: BackupFolder
  /// The folder that it becomes: empty, or not there.
  let target: String
  /// Whether every byte of the files is compared with their names first. Their sizes always are.
  let readsFiles: Bool

  package init(backup: BackupFolder, target: String, readsFiles: Bool) {
    self.backup = backup
    self.target = target
    self.readsFiles = readsFiles
  }

  /// Checks everything, copies it under another name, makes a store of its own of it, and gives it its name.
  ///
  /// - Returns: what was restored, and how many of its files are linked.
  package func run(
    at now: Timestamp, onProgress: @escaping @Sendable (BackupProgress) throws(BackupError) -> Void
  ) async throws(BackupError) -> BackupSummary {
    let begin = ContinuousClock.now
    let (manifest, staged, linked) = try await BackupFiles.run { () throws(BackupError) in try copied(onProgress) }
    do throws(BackupError) {
      try await makeOwn(staged.path, manifest, at: now)
      try await BackupFiles.run { () throws(BackupError) in try staged.finish(last: DataFolder.databaseName) }
    } catch {
      staged.discard()
      throw error
    }
    return BackupSummary(
      folder: target, manifest: manifest, linkedFiles: linked,
      milliseconds: Int64(begin.duration(to: .now) / .milliseconds(1)))
  }

  private func copied(
    _ onProgress: @escaping @Sendable (BackupProgress) throws(BackupError) -> Void
  ) throws(BackupError) -> (BackupManifest, StagedFolder, linked: Int) {
    let manifest = try backup.manifest()
    try StagedFolder.check(target)
    let place = FileManager.default.fileExists(atPath: target) ? target : StagedFolder.parent(of: target)
    let copies = BackupFiles.mayShareFiles(place, backup.path) ? 0 : manifest.files.bytes
    let needed = manifest.database.bytes + copies + (16 << 20)
    let free = try BackupFiles.freeBytes(at: place)
    guard free >= needed else { throw .noRoom(place: place, needed: needed, free: free) }

    let pace = BackupPace(
      total: 2 * manifest.database.bytes + (readsFiles ? 2 : 1) * manifest.files.bytes, tell: onProgress)
    try check(manifest, pace)
    let staged = try StagedFolder.make(for: target)
    do throws(BackupError) {
      let copy = BackupFolder(path: staged.path)
      try BackupFiles.copy(backup.databasePath, to: copy.databasePath) { bytes throws(BackupError) in
        try pace.advance(by: Int64(bytes))
      }
      let reader = try BackupReader(copy)
      defer { reader.close() }
      let linked = try FilePlacing(from: backup.path, to: copy.path).place(all: reader, pace)
      return (manifest, staged, linked)
    } catch {
      staged.discard()
      throw error
    }
  }

  private func check(_ manifest: BackupManifest, _ pace: BackupPace) throws(BackupError) {
    let sha256 = try BackupFiles.sha256(of: backup.databasePath) { bytes throws(BackupError) in
      try pace.advance(by: Int64(bytes))
    }
    guard sha256 == manifest.database.sha256 else {
      throw .damaged("The database of \(backup.path) has other bytes than were written into it; use another backup.")
    }
    let reader = try BackupReader(backup)
    defer { reader.close() }
    let checks = [
      try BackupCheck.check(manifest, reader),
      try BackupCheck.checkFiles(of: backup, reader, readingThem: readsFiles) { bytes throws(BackupError) in
        try pace.advance(by: bytes)
      },
    ]
    let violations = checks.flatMap(\.violations)
    guard let first = violations.first else { return }
    throw .damaged(
      """
      The backup \(backup.path) is not whole: \(first)\(violations.count > 1 ? ", and \(violations.count - 1) more like it" : ""). \
      Use another backup.
      """)
  }

  /// Makes the copy a store of its own, which buys nothing until somebody accepts that.
  private func makeOwn(_ path: String, _ manifest: BackupManifest, at now: Timestamp) async throws(BackupError) {
    do {
      try await SQLiteStore.withStore(folder: path) { store in
        try await store.beginRestored(from: manifest.at, lastSerial: manifest.lastSerial, at: now)
      }
    } catch {
      throw .failed("\(error)")
    }
  }
}
