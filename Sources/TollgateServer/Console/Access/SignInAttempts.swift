import NIOConcurrencyHelpers
import TollgateCore

/// Slows down whoever tries tokens.
final class SignInAttempts: Sendable {
  /// How long a wrong token waits for its answer.
  private static let delay: Duration = .milliseconds(500)
  /// So many wrong ones may wait at a time; then nobody's is looked at.
  private static let capacity = 8

  private let waiting = NIOLockedValueBox(0)

  /// Whether a token is the right one.
  ///
  /// - Throws: ``ConsoleRefusal`` where too many wrong ones were tried just now.
  func check(_ text: String, against token: Secret) async throws -> Bool {
    let isFull = waiting.withLockedValue { $0 >= Self.capacity }
    if isFull { throw ConsoleRefusal.tooManyAttempts }
    if ConstantTime.areEqual(text, token.reveal()) { return true }
    waiting.withLockedValue { $0 += 1 }
    defer { waiting.withLockedValue { $0 -= 1 } }
    try? await Task.sleep(for: Self.delay)
    return false
  }
}
