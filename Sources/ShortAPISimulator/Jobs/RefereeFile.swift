import Glibc

/// The file of the referee's log. One task at a time calls it.
final class RefereeFile: Sendable {
  private let path: String
  private let descriptor: Int32

  init(path: String) throws(RefereeLogError) {
    self.path = path
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .failed(operation: "open", path: path, errno: errno) }
  }

  deinit { close(descriptor) }

  /// Reads the file's jobs. A last line without an end is from a crash before its create was answered, and is cut off.
  func readJobs() throws(RefereeLogError) -> [AcceptedJob] {
    var bytes = [UInt8](repeating: 0, count: try length())
    var filled = 0
    while filled < bytes.count {
      let count = unsafe bytes[filled...].withUnsafeMutableBytes {
        unsafe pread(descriptor, $0.baseAddress, $0.count, off_t(filled))
      }
      guard count > 0 else { throw .failed(operation: "read", path: path, errno: errno) }
      filled += count
    }
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if end < bytes.count { try cut(to: end) }
    return bytes[..<end].split(separator: UInt8(ascii: "\n")).compactMap { AcceptedJob(line: $0) }
  }

  /// Appends lines and returns when they are on the disk. Where that fails none of them is left in the file.
  func append(_ lines: [UInt8]) throws(RefereeLogError) {
    let before = try length()
    var written = 0
    while written < lines.count {
      let count = unsafe lines[written...].withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else {
        let reason = errno
        try cut(to: before)
        throw .failed(operation: "write", path: path, errno: reason)
      }
      written += count
    }
    guard fsync(descriptor) == 0 else { throw .failed(operation: "sync", path: path, errno: errno) }
  }

  private func length() throws(RefereeLogError) -> Int {
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else { throw .failed(operation: "seek", path: path, errno: errno) }
    return Int(end)
  }

  private func cut(to length: Int) throws(RefereeLogError) {
    guard ftruncate(descriptor, off_t(length)) == 0 else { throw .failed(operation: "shorten", path: path, errno: errno) }
  }
}

/// Why a line could not be made durable.
package enum RefereeLogError: Error, Equatable, CustomStringConvertible {
  case failed(operation: String, path: String, errno: Int32)
  /// The log no longer takes lines.
  case closed

  /// One sentence with the path and the system's reason.
  package var description: String {
    switch self {
    case .failed(let operation, let path, let errno):
      "the referee's log \(path) does not \(operation): \(unsafe String(cString: strerror(errno)))"
    case .closed: "the simulator is shutting down"
    }
  }
}
