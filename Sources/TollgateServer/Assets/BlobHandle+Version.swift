import Glibc
import TollgateCore

extension BlobHandle {
  /// Which file is open, and as what it was written last: equal ones have equal bytes.
  struct Version: Sendable, Hashable {
    fileprivate let device: UInt64
    fileprivate let node: UInt64
    fileprivate let size: Int64
    /// The seconds and nanoseconds of the last writing, and of the last change of anything about the file.
    fileprivate let changes: [Int]
  }

  /// Looks at the file as it is now, without reading it.
  func version() throws(BlobError) -> Version {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .failed("cannot look at a kept file: \(unsafe String(cString: strerror(errno)))")
    }
    return Version(
      device: UInt64(status.st_dev), node: UInt64(status.st_ino), size: Int64(status.st_size),
      changes: [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec])
  }
}
