import NIOConcurrencyHelpers
import TollgateCore

/// How far a backup or a restore is, as a line on a terminal. How much there is to be done is known with the first step.
final class BackupProgressBar: Sendable {
  private let what: String
  private let bar = NIOLockedValueBox<ProgressBar?>(nil)

  init(_ what: String) { self.what = what }

  func show(_ progress: BackupProgress) {
    let bar = bar.withLockedValue { bar in
      if bar == nil { bar = ProgressBar(what, total: progress.total) }
      return bar
    }
    bar?.reach(progress.done)
  }

  /// Takes the line away.
  func end() { bar.withLockedValue { $0 }?.end() }
}
