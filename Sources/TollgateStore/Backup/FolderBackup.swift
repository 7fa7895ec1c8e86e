import Foundation
import GRDB
import Glibc
package import TollgateCore

/// Writes backups of a store on this machine and of the files beside it: a folder that looks like a data folder, with a manifest
/// and nothing else: no lock, no socket, no log.
package struct FolderBackup: Sendable {
  /// What a file system needs besides the files' bytes.
  private static let margin: Int64 = 16 << 20

  let store: SQLiteStore
  let blobs: BlobPlaces
  private let dataFolder: String
  private let freeBytes: @Sendable (String) throws(BackupError) -> Int64

  /// - Parameters:
  ///   - store: the store.
  ///   - dataFolder: where it is, with the files that it names.
  package init(store: SQLiteStore, dataFolder: String) {
    self.init(store: store, dataFolder: dataFolder) { path throws(BackupError) in try BackupFiles.freeBytes(at: path) }
  }

  init(store: SQLiteStore, dataFolder: String, freeBytes: @escaping @Sendable (String) throws(BackupError) -> Int64) {
    self.store = store
    self.dataFolder = dataFolder
    blobs = BlobPlaces(root: dataFolder + "/blobs")
    self.freeBytes = freeBytes
  }
}

extension FolderBackup: BackupMaker {
  package func check(folder: String) async throws(BackupError) {
    let total: (database: Int64, files: Int64)
    do {
      let figures = try await store.figures()
      total = (figures.databaseBytes + figures.logBytes, figures.fileBytes)
    } catch {
      throw .failed("\(error)")
    }
    let (blobs, dataFolder, freeBytes) = (blobs, dataFolder, freeBytes)
    try await BackupFiles.run { () throws(BackupError) in
      try StagedFolder.check(folder)
      let place = FileManager.default.fileExists(atPath: folder) ? folder : StagedFolder.parent(of: folder)
      guard !Self.isInside(place, dataFolder) else {
        throw .unsuitable("\(folder) is inside of the data folder \(dataFolder); choose a folder outside of it.")
      }
      let copies = BackupFiles.mayShareFiles(place, blobs.root) ? 0 : total.files
      let needed = total.database + copies + Self.margin
      let free = try freeBytes(place)
      guard free >= needed else { throw .noRoom(place: place, needed: needed, free: free) }
    }
  }

  private static func isInside(_ path: String, _ folder: String) -> Bool {
    let whole = { (path: String) in URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false) }
    let (inner, outer) = (whole(path), whole(folder))
    return inner == outer || inner.hasPrefix(outer.hasSuffix("/") ? outer : outer + "/")
  }

  package func make(
    folder: String, version: String, clock: @escaping @Sendable () -> Timestamp,
    lastSerial: @escaping @Sendable () -> Int64?,
    onProgress: @escaping @Sendable (BackupProgress) throws(BackupError) -> Void
  ) async throws(BackupError) -> BackupSummary {
    let total: Int64
    do {
      let figures = try await store.figures()
      // The copied database is read once more.
      total = 2 * figures.databaseBytes + figures.fileBytes
    } catch {
      throw .failed("\(error)")
    }
    let pace = BackupPace(total: total, tell: onProgress)
    return try await BackupFiles.run { () throws(BackupError) in
      let begin = ContinuousClock.now
      let staged = try StagedFolder.make(for: folder)
      do throws(BackupError) {
        let (manifest, linked) = try write(
          into: BackupFolder(path: staged.path), version: version, clock: clock, lastSerial: lastSerial, pace)
        try staged.finish(last: BackupFolder.manifestName)
        let time = begin.duration(to: .now) / .milliseconds(1)
        return BackupSummary(folder: folder, manifest: manifest, linkedFiles: linked, milliseconds: Int64(time))
      } catch {
        staged.discard()
        throw error
      }
    }
  }

  private func write(
    into folder: BackupFolder, version: String, clock: () -> Timestamp, lastSerial: () -> Int64?, _ pace: BackupPace
  ) throws(BackupError) -> (BackupManifest, linked: Int) {
    var moment = clock()
    var serial: Int64?
    try DatabaseCopy(source: store.pool.path, target: folder.databasePath).make {
      (moment, serial) = (clock(), lastSerial())
    } onBytes: { bytes throws(BackupError) in
      try pace.advance(by: bytes)
    }
    let reader = try BackupReader(folder)
    defer { reader.close() }
    let figures = try reader.figures()
    let linked = try FilePlacing(from: dataFolder, to: folder.path).place(all: reader, pace)
    let sha256 = try BackupFiles.sha256(of: folder.databasePath) { bytes throws(BackupError) in
      try pace.advance(by: Int64(bytes))
    }
    let size = try BackupFiles.translating { () throws(BlobError) in try FileSystem.size(of: folder.databasePath) } ?? 0
    let manifest = BackupManifest(
      tollgate: version, schema: Schema.version, at: moment, database: .init(bytes: size, sha256: sha256),
      files: figures.files, purchases: figures.purchases, lastSerial: min(serial ?? .max, figures.nextSerial - 1))
    try folder.write(manifest)
    return (manifest, linked)
  }
}
