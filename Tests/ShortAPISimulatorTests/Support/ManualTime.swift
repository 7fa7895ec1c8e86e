import Synchronization
import TollgateCore

/// A clock that stands until a test moves it.
final class ManualTime: TimeSource {
  static let start: Int64 = 1_774_895_845_678  // 2026-03-30T18:37:25.678Z
  private let milliseconds = Atomic<Int64>(start)

  func now() -> Timestamp { Timestamp(millisecondsSince1970: milliseconds.load(ordering: .sequentiallyConsistent)) }
  func uptime() -> Duration { now().since(Timestamp(millisecondsSince1970: Self.start)) }
  func sleep(untilUptime deadline: Duration) async throws { try await Task.sleep(for: deadline - uptime()) }

  func advance(by duration: Duration) {
    milliseconds.add(duration.wholeMilliseconds, ordering: .sequentiallyConsistent)
  }
}
