import NIOConcurrencyHelpers
import TollgateCore

/// Whether the store was restored from a backup and nobody has accepted that yet. Until then nothing is bought and nobody is
/// called back: the gateway of which the backup is may have done both since, and may do it still.
final class RestoreHold: Sendable {
  private let box: NIOLockedValueBox<PendingRestore?>

  init(_ pending: PendingRestore?) { box = NIOLockedValueBox(pending) }

  /// What waits to be accepted; `nil` where nothing does.
  var pending: PendingRestore? { box.withLockedValue { $0 } }

  /// Somebody has accepted it, and that is durable.
  func accept() { box.withLockedValue { $0 = nil } }
}
