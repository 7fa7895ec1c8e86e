import NIOConcurrencyHelpers
import TollgateCore

/// Slows a key down that keeps asking for jobs it does not have: after 60 in a minute its further 404s come one a second, so
/// that guessing ids is hopeless. Nobody else waits.
final class UnknownJobBrake: Sendable {
  private static let pace: Duration = .seconds(1)
  private static let burst: Duration = .seconds(60)
  private static let longestDelay: Duration = .seconds(10)
  /// Keys beyond this number start anew.
  private static let capacity = 10_000

  /// Per key the moment up to which its allowance is used (GCRA's theoretical arrival time).
  private let used = NIOLockedValueBox<[KeyID: Duration]>([:])

  /// How long the next 404 of a key has to wait.
  func delay(for key: KeyID, atUptime now: Duration) -> Duration {
    used.withLockedValue { used in
      if used[key] == nil, used.count >= Self.capacity { used.removeAll() }
      let arrival = max(used[key] ?? now, now) + Self.pace
      let delay = max(.zero, arrival - now - Self.burst)
      used[key] = min(arrival, now + Self.burst + Self.longestDelay)
      return min(delay, Self.longestDelay)
    }
  }
}
