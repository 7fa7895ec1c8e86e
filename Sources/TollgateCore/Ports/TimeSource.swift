/// The engine's clocks, and its chance. Everything that waits or stamps a time asks it, so that a test can hold time still and
/// repeat a run.
package protocol TimeSource: Sendable {
  /// The calendar time, for what is stored and shown.
  func now() -> Timestamp
  /// The time since some fixed moment by a clock that never goes back, for deadlines and schedules.
  func uptime() -> Duration
  /// Waits until the monotonic clock reads `deadline`.
  ///
  /// - Throws: `CancellationError` when the waiting task is cancelled.
  func sleep(untilUptime deadline: Duration) async throws
  /// A random factor for a pause, so that what failed together does not try again together.
  func jitter(in range: ClosedRange<Double>) -> Double
}

extension TimeSource {
  /// A factor from the system's random numbers.
  package func jitter(in range: ClosedRange<Double>) -> Double { Double.random(in: range) }

  /// Waits for `duration`.
  package func sleep(for duration: Duration) async throws {
    try await sleep(untilUptime: uptime() + duration)
  }
}

/// The machine's own clocks.
package struct SystemTimeSource: TimeSource {
  private let start = ContinuousClock.now

  package init() {}

  package func now() -> Timestamp { Timestamp(millisecondsSince1970: SystemClock.now) }

  package func uptime() -> Duration { start.duration(to: .now) }

  package func sleep(untilUptime deadline: Duration) async throws {
    try await Task.sleep(until: start.advanced(by: deadline), clock: .continuous)
  }
}
