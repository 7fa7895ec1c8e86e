import NIOConcurrencyHelpers
import TollgateCore
import TollgateTestSupport

/// Clocks that move when a simulation moves them, and chance that comes from its seed.
final class SimulatedTime: TimeSource {
  private struct State {
    var uptime: Duration = .zero
    /// What the calendar is ahead of the uptime.
    var calendar: Timestamp
    var lastSleeper = 0
    var sleepers: [Int: (deadline: Duration, continuation: CheckedContinuation<Void, any Error>)] = [:]
    var random: SeededGenerator
  }

  private let state: NIOLockedValueBox<State>

  init(start: Timestamp, seed: UInt64) {
    state = NIOLockedValueBox(State(calendar: start, random: SeededGenerator(seed: seed)))
  }

  func now() -> Timestamp { state.withLockedValue { $0.calendar + $0.uptime } }

  func uptime() -> Duration { state.withLockedValue(\.uptime) }

  func jitter(in range: ClosedRange<Double>) -> Double {
    state.withLockedValue { Double.random(in: range, using: &$0.random) }
  }

  /// When the next sleeper is to be woken.
  var nextDeadline: Duration? { state.withLockedValue { $0.sleepers.values.map(\.deadline).min() } }

  /// Moves both clocks on and wakes who is due, in the order of the deadlines.
  func advance(by duration: Duration) {
    let due = state.withLockedValue { state in
      state.uptime += duration
      let due = state.sleepers.filter { $0.value.deadline <= state.uptime }
        .sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }
      for sleeper in due { state.sleepers.removeValue(forKey: sleeper.key) }
      return due.map(\.value.continuation)
    }
    for continuation in due { continuation.resume() }
  }

  /// Sets the calendar on or back; the uptime stays.
  func setCalendar(by duration: Duration) { state.withLockedValue { $0.calendar = $0.calendar + duration } }

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
