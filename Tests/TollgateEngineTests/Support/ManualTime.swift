import NIOConcurrencyHelpers
import TollgateCore

/// A clock that stands still until a test moves it.
final class ManualTime: TimeSource {
  private struct State {
    var uptime: Duration = .zero
    var lastSleeper = 0
    var sleepers: [Int: (deadline: Duration, continuation: CheckedContinuation<Void, any Error>)] = [:]
  }

  private let start = Timestamp(millisecondsSince1970: 1_790_000_000_000)
  private let state = NIOLockedValueBox(State())

  func now() -> Timestamp { start + uptime() }
  func uptime() -> Duration { state.withLockedValue(\.uptime) }

  /// Moves both clocks on and wakes who is due.
  func advance(by duration: Duration) {
    let due = state.withLockedValue { state in
      state.uptime += duration
      let due = state.sleepers.filter { $0.value.deadline <= state.uptime }
      for id in due.keys { state.sleepers.removeValue(forKey: id) }
      return due.values.map(\.continuation)
    }
    for continuation in due { continuation.resume() }
  }

  func sleep(untilUptime deadline: Duration) async throws {
    let id = state.withLockedValue { state in
      state.lastSleeper += 1
      return state.lastSleeper
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let outcome: Result<Void, any Error>? = state.withLockedValue { state in
          if Task.isCancelled { return .failure(CancellationError()) }
          if deadline <= state.uptime { return .success(()) }
          state.sleepers[id] = (deadline, continuation)
          return nil
        }
        if let outcome { continuation.resume(with: outcome) }
      }
    } onCancel: {
      let sleeper = state.withLockedValue { $0.sleepers.removeValue(forKey: id) }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }
}
