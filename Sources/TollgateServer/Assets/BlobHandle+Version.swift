import Glibc
import TollgateCore

extension BlobHandle {
  /// Which file is open, and as what it was written last: equal ones have equal bytes.
  struct Version: Sendable {
    /// Its device, number and size, and the seconds and nanoseconds of the last writing, and of the last change of anything about it.
    let parts: InlineArray<7, Int64>
  }

  /// Looks at the file as it is now, without reading it.
  func version() throws(BlobError) -> Version {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .failed("cannot look at a kept file: \(unsafe String(cString: strerror(errno)))")
    }
    return Version(parts: [
      Int64(truncatingIfNeeded: status.st_dev), Int64(truncatingIfNeeded: status.st_ino), Int64(status.st_size),
      Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec), Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec),
    ])
  }
}
