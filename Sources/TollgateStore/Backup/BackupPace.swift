import NIOConcurrencyHelpers
import TollgateCore

/// Counts what is done of a backup or a restore, and tells whoever watches.
final class BackupPace: Sendable {
  private let total: Int64
  private let done = NIOLockedValueBox<Int64>(0)
  private let tell: @Sendable (BackupProgress) throws(BackupError) -> Void

  init(total: Int64, tell: @escaping @Sendable (BackupProgress) throws(BackupError) -> Void) {
    self.total = total
    self.tell = tell
  }

  /// So many bytes more are done.
  func advance(by bytes: Int64) throws(BackupError) {
    let done = done.withLockedValue { done in
      done += bytes
      return done
    }
    try tell(BackupProgress(done: min(done, total), total: total))
  }
}
