import Glibc

/// A file that is open for reading, and stays readable when it is removed. It is closed when nobody holds this any more.
package final class BlobHandle: Sendable {
  /// The system's number of the open file.
  package let descriptor: CInt
  /// In bytes.
  package let size: Int64

  /// Takes an open file over.
  package init(descriptor: CInt, size: Int64) {
    self.descriptor = descriptor
    self.size = size
  }

  deinit { close(descriptor) }

  /// Reads up to `count` bytes, and may wait for the disk.
  ///
  /// - Returns: nothing at the end of the file.
  package func read(at offset: Int64, count: Int) throws(BlobError) -> [UInt8] {
    var failure: CInt?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, count in
      var result: Int
      repeat {
        result = unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      } while result < 0 && errno == EINTR
      if result < 0 { failure = errno }
      count = max(result, 0)
    }
    if let failure { throw .failed("cannot read a kept file: \(unsafe String(cString: strerror(failure)))") }
    return bytes
  }

  /// Which file is open, and as what it was written last: equal ones have equal bytes.
  package struct Version: Sendable, Hashable {
    fileprivate let device: UInt64
    fileprivate let node: UInt64
    fileprivate let size: Int64
    /// When it was written last, and when anything about the file was changed last: a `timespec` each, as it is in memory.
    fileprivate let changes: [UInt8]
  }

  /// Looks at the file as it is now, without reading it.
  package func version() throws(BlobError) -> Version {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .failed("cannot look at a kept file: \(unsafe String(cString: strerror(errno)))")
    }
    let changes =
      unsafe withUnsafeBytes(of: status.st_mtim) { unsafe Array($0) } + withUnsafeBytes(of: status.st_ctim) { unsafe Array($0) }
    return Version(
      device: UInt64(status.st_dev), node: UInt64(status.st_ino), size: Int64(status.st_size), changes: changes)
  }
}
