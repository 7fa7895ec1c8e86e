import Crypto
import Dispatch
import Foundation
import Glibc
import TollgateCore

/// Files that are linked, copied or hashed for a backup, with errors that say what they mean for it.
enum BackupFiles {
  private static let pieceSize = 1 << 20

  /// How a file came to its place.
  enum Way {
    case linked
    case copied
  }

  /// Does work that waits for the disk, on a thread of its own: the few that NIO keeps for such work are for requests.
  static func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws(BackupError) -> Value
  ) async throws(BackupError) -> Value {
    let result: Result<Value, BackupError> = await withCheckedContinuation { continuation in
      DispatchQueue(label: "tollgate.backup").async {
        do throws(BackupError) {
          continuation.resume(returning: .success(try work()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    return try result.get()
  }

  /// Runs what fails as blobs do.
  static func translating<Value>(_ work: () throws(BlobError) -> Value) throws(BackupError) -> Value {
    do { return try work() } catch { throw .failed("\(error)") }
  }

  /// Puts a file at another place: as a further name for the same bytes where both are on one file system, else as a copy that
  /// is durable. A kept file is never changed, so that its names may share it.
  static func place(
    _ source: String, at target: String, mayLink: Bool, onBytes: (Int) throws(BackupError) -> Void
  ) throws(BackupError) -> Way {
    if mayLink, unsafe link(source, target) == 0 { return .linked }
    try copy(source, to: target, onBytes: onBytes)
    return .copied
  }

  /// Copies a file, durably, for its owner's eyes only.
  static func copy(_ source: String, to target: String, onBytes: (Int) throws(BackupError) -> Void) throws(BackupError) {
    let output = try translating { () throws(BlobError) in try FileSystem.create(target) }
    defer { close(output) }
    var offset: Int64 = 0
    try read(source) { bytes throws(BackupError) in
      try translating { () throws(BlobError) in try FileSystem.write(bytes, to: output, at: offset) }
      offset += Int64(bytes.count)
      try onBytes(bytes.count)
    }
    try translating { () throws(BlobError) in try FileSystem.sync(output, target) }
  }

  /// The SHA-256 of a file, in lower-case hex.
  static func sha256(of path: String, onBytes: (Int) throws(BackupError) -> Void) throws(BackupError) -> String {
    var hash = SHA256()
    try read(path) { bytes throws(BackupError) in
      hash.update(data: bytes)
      try onBytes(bytes.count)
    }
    return HexDigits.text(of: Array(hash.finalize()))
  }

  private static func read(_ path: String, _ body: ([UInt8]) throws(BackupError) -> Void) throws(BackupError) {
    guard let handle = try translating({ () throws(BlobError) in try FileSystem.open(path) }) else {
      throw .failed("\(path) is missing")
    }
    var offset: Int64 = 0
    while true {
      let start = offset
      let bytes = try translating { () throws(BlobError) in try handle.read(at: start, count: pieceSize) }
      if bytes.isEmpty { return }
      offset += Int64(bytes.count)
      try body(bytes)
    }
  }

  /// How many bytes may be written where a path is or would be.
  static func freeBytes(at path: String) throws(BackupError) -> Int64 {
    var figures = statvfs()
    guard unsafe statvfs(path, &figures) == 0 else { throw .failed("cannot look at \(path): \(DataFolder.lastError())") }
    return Int64(clamping: UInt64(figures.f_bavail) * UInt64(figures.f_frsize))
  }

  /// Whether two folders are in one file system and in one mount of it, so that a file of one can have a name in the other.
  static func mayShareFiles(_ left: String, _ right: String) -> Bool {
    var (one, other) = (stat(), stat())
    guard unsafe stat(left, &one) == 0, unsafe stat(right, &other) == 0 else { return false }
    guard one.st_dev == other.st_dev else { return false }
    let mounts = MountTable.current()
    return mounts.mount(of: resolved(left)) == mounts.mount(of: resolved(right))
  }

  private static func resolved(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
  }
}
