import Foundation
import Glibc

/// The folder that holds everything a gateway keeps, and the paths in it.
struct DataFolder: Sendable {
  static let databaseName = "tollgate.sqlite"

  let path: String

  var lockPath: String { path + "/lock" }
  var databasePath: String { path + "/" + Self.databaseName }

  /// Makes the folder and an empty database file where they are missing, for the owner's eyes only.
  ///
  /// SQLite gives its companions (`-wal`, `-shm`) the mode of the database file.
  func prepare() throws(StoreOpenError) {
    try makeFolder()
    guard unsafe access(path, R_OK | W_OK | X_OK) == 0 else { throw .notAccessible(path: path, reason: Self.lastError()) }
  }

  /// Makes the empty database file with mode 0600. It is for the holder of the lock alone: closing a descriptor of a database
  /// that is open would drop SQLite's own locks.
  func makeDatabaseFile() throws(StoreOpenError) {
    var isFolder: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: databasePath, isDirectory: &isFolder) {
      guard !isFolder.boolValue else { throw .notADatabase(path: databasePath, reason: "it is a folder") }
      guard unsafe access(databasePath, R_OK | W_OK) == 0 else {
        throw .notAccessible(path: databasePath, reason: Self.lastError())
      }
      return
    }
    let descriptor = unsafe open(databasePath, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .notAccessible(path: databasePath, reason: Self.lastError()) }
    close(descriptor)
    try Self.sync(path)
  }

  private func makeFolder() throws(StoreOpenError) {
    var isFolder: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      guard isFolder.boolValue else { throw .notAFolder(path: path) }
      return
    }
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .notAccessible(path: path, reason: "the folder cannot be made (\(error.localizedDescription))")
    }
    try Self.sync(URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false))
  }

  /// Makes a folder's entries durable: a new file can vanish in a power cut although its own content was synced.
  private static func sync(_ folder: String) throws(StoreOpenError) {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .notAccessible(path: folder, reason: lastError()) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .notAccessible(path: folder, reason: lastError()) }
  }

  /// What the last failed system call of this thread says.
  static func lastError() -> String {
    unsafe String(cString: strerror(errno))
  }
}
