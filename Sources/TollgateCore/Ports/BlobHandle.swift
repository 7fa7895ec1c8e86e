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
}
