import Foundation
import Glibc

/// The range of a lock. `flock` alone would be the function of that name.
private typealias LockRange = Glibc.flock

/// The lock that keeps every second process out of a data folder.
///
/// It belongs to an open file description, not to the process: a second opening within one process is refused as well, and the
/// kernel drops it however the process ends. Whoever holds it wrote its process id into the file, for the message.
final class DataFolderLock: Sendable {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit {
    // Closing alone would leave the lock to a child that this process has forked and that has not come to its exec yet.
    var range = Self.wholeFile(F_UNLCK)
    _ = unsafe fcntl(descriptor, Self.setLock, &range)
    close(descriptor)
  }

  /// Takes the lock of a folder that exists.
  static func acquire(_ folder: DataFolder) throws(StoreOpenError) -> DataFolderLock {
    let descriptor = unsafe open(folder.lockPath, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .notAccessible(path: folder.lockPath, reason: DataFolder.lastError()) }
    let lock = DataFolderLock(descriptor: descriptor)
    var range = wholeFile(F_WRLCK)
    if unsafe fcntl(descriptor, setLock, &range) != 0 {
      guard errno == EAGAIN || errno == EACCES else {
        throw .notAccessible(path: folder.lockPath, reason: DataFolder.lastError())
      }
      throw .inUse(folder: folder.path, process: holder(folder))
    }
    // The id is for people only: that it may be missing after a full disk changes nothing.
    let process = Data("\(getpid())\n".utf8)
    ftruncate(descriptor, 0)
    _ = unsafe process.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    return lock
  }

  private static func holder(_ folder: DataFolder) -> Int32? {
    guard let text = try? String(contentsOfFile: folder.lockPath, encoding: .utf8) else { return nil }
    return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private static func wholeFile(_ type: Int32) -> LockRange {
    var range = LockRange()
    range.l_type = Int16(type)
    range.l_whence = Int16(SEEK_SET)
    return range
  }

  /// `F_OFD_SETLK` of Linux, which the C library shows to GNU sources only.
  private static let setLock: Int32 = 37
}
