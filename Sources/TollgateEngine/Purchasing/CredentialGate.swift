import NIOConcurrencyHelpers

/// Stops purchases after the upstream has refused the gateway's own key. After a pause they may try again: a refused create
/// costs nothing, and the first that is not refused opens the gate.
final class CredentialGate: Sendable {
  private static let pause: Duration = .seconds(30)

  /// The uptime from which purchases may try again; `nil` while the key works.
  private let closedUntil = NIOLockedValueBox<Duration?>(nil)

  /// Whether the latest create was refused: also when the next may try again.
  var isRefused: Bool { closedUntil.withLockedValue { $0 != nil } }

  func mayPurchase(atUptime now: Duration) -> Bool {
    closedUntil.withLockedValue { $0.map { now >= $0 } ?? true }
  }

  func noteRefusal(atUptime now: Duration) {
    closedUntil.withLockedValue { $0 = now + Self.pause }
  }

  func noteAcceptance() {
    closedUntil.withLockedValue { $0 = nil }
  }
}
