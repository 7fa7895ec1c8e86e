/// How many creates may be tried again after a try that sent nothing: so many a second, and a share of all first tries. What
/// fails on its own is tried again; where everything fails, trying again would only make more of it.
struct RetryBudget: Sendable {
  /// Retries for each first try.
  private static let share = 0.1
  private static let perSecond = 3.0
  /// The most that is saved up.
  private static let capacity = 30.0

  private var saved = Self.capacity
  private var countedAt: Duration = .zero

  /// Counts a first try.
  mutating func noteFirstTry() { saved = min(saved + Self.share, Self.capacity) }

  /// Takes one retry, where there is one.
  mutating func take(at now: Duration) -> Bool {
    let passed = max(.zero, now - countedAt)
    countedAt = max(countedAt, now)
    saved = min(saved + passed / .seconds(1) * Self.perSecond, Self.capacity)
    guard saved >= 1 else { return false }
    saved -= 1
    return true
  }
}
