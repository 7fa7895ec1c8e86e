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
}
