import NIOConcurrencyHelpers
package import TollgateCore

/// A clock that stands still until a test moves it.
package final class ManualTime: TimeSource {
  private struct State {
    var uptime: Duration = .zero
    var setBack: Duration = .zero
    var lastSleeper = 0
    var sleepers: [Int: (deadline: Duration, continuation: CheckedContinuation<Void, any Error>)] = [:]
  }

  /// The calendar time at the uptime of zero.
  package static let start = Timestamp(millisecondsSince1970: 1_774_895_845_678)  // 2026-03-30T18:37:25.678Z

  private let state = NIOLockedValueBox(State())

  /// A clock that reads ``start``.
  package init() {}

  /// The calendar time, which moves with the uptime.
  package func now() -> Timestamp { state.withLockedValue { Self.start + ($0.uptime - $0.setBack) } }

  /// Sets the calendar clock back, and leaves the other one alone.
  package func setBack(by step: Duration) { state.withLockedValue { $0.setBack += step } }

  /// How far the clock was moved.
  package func uptime() -> Duration { state.withLockedValue(\.uptime) }

  /// How many tasks sleep until exactly this uptime. A test that sees them knows how far the others have come.
  package func sleepers(until deadline: Duration) -> Int {
    state.withLockedValue { state in state.sleepers.values.count { $0.deadline == deadline } }
  }

  /// Moves both clocks on and wakes who is due.
  package func advance(by duration: Duration) {
    let due = state.withLockedValue { state in
      state.uptime += duration
      let due = state.sleepers.filter { $0.value.deadline <= state.uptime }
      for id in due.keys { state.sleepers.removeValue(forKey: id) }
      return due.values.map(\.continuation)
    }
    for continuation in due { continuation.resume() }
  }

  /// Moves the clocks in steps until a condition holds, with a pause after each for those whom it woke. Those may need longer
  /// than that pause, and the clock then runs ahead of them: steps are short where there is a deadline by the same clock.
  ///
  /// - Throws: ``NeverCame`` after some hundred steps, or what `condition` throws.
  package func advance(by step: Duration, until condition: () async throws -> Bool) async throws {
    for number in 0..<500 {
      if try await condition() { return }
      advance(by: step)
      // Whoever is still not there on a busy machine gets more time.
      try await Task.sleep(for: .milliseconds(number < 100 ? 2 : number < 300 ? 50 : 200))
    }
    throw NeverCame(what: "what the clock was moved for")
  }

  /// Waits until the clock was moved so far.
  ///
  /// - Throws: `CancellationError` when the waiting task is cancelled.
  package func sleep(untilUptime deadline: Duration) async throws {
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
