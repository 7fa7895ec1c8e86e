import Glibc
import TollgateCore

/// Bytes behind a descriptor: a file without a name, which goes when it is closed.
enum NamelessFile {
  static func open(holding bytes: [UInt8]) throws(BlobError) -> BlobHandle {
    guard let file = unsafe tmpfile() else { throw .failed("cannot make a temporary file") }
    defer { unsafe fclose(file) }
    let handle = BlobHandle(descriptor: dup(unsafe fileno(file)), size: Int64(bytes.count))
    guard handle.descriptor >= 0 else { throw .failed("cannot open a temporary file") }
    var written = 0
    while written < bytes.count {
      let result = unsafe bytes.withUnsafeBytes { bytes in
        unsafe pwrite(handle.descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written, off_t(written))
      }
      guard result > 0 else { throw .failed("cannot write a temporary file") }
      written += result
    }
    return handle
  }
}
