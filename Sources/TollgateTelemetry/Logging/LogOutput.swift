import Glibc
import NIOConcurrencyHelpers

/// Where lines go. Each call gets one whole line with its newline.
package struct LogOutput: Sendable {
  let write: @Sendable ([UInt8]) -> Void

  /// Sends lines to a function, which may be called from many threads at once.
  package init(_ write: @escaping @Sendable ([UInt8]) -> Void) { self.write = write }

  /// The process's standard error. A line that cannot be written is dropped: a log must never stop the gateway.
  package static let standardError = LogOutput { line in
    // One call takes a whole line as long as the kernel has room; the lock keeps lines apart where it has not.
    turn.withLockedValue { _ in writeAll(line) }
  }

  private static let turn = NIOLockedValueBox(())

  private static func writeAll(_ line: [UInt8]) {
    unsafe line.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let count = unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        if count > 0 {
          written += count
        } else if errno != EINTR {
          return
        }
      }
    }
  }
}
