import NIOConcurrencyHelpers

/// Slows down whoever tries tokens. Only a wrong one waits, so that nobody keeps the right one out.
final class WrongAttempts: Sendable {
  private let delay: Duration
  private let capacity: Int
  private let waiting = NIOLockedValueBox(0)

  /// - Parameters:
  ///   - delay: how long a wrong token waits for its answer.
  ///   - capacity: how many wait at a time.
  init(delay: Duration, capacity: Int) {
    self.delay = delay
    self.capacity = capacity
  }

  /// Waits as a wrong token has to.
  ///
  /// - Returns: `false`, at once, where as many wait as may.
  func wait() async -> Bool {
    let mayWait = waiting.withLockedValue { waiting in
      guard waiting < capacity else { return false }
      waiting += 1
      return true
    }
    guard mayWait else { return false }
    defer { waiting.withLockedValue { $0 -= 1 } }
    // Whoever is gone before is told nothing.
    try? await Task.sleep(for: delay)
    return true
  }
}
