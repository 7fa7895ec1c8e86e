import TollgateCore

/// When a callback that was not taken is tried again, and when nobody tries any more.
enum CallbackPauses {
  /// What follows the first try, the second, and so on: eight tries in about twelve hours.
  static let pauses: [Duration] = [
    .seconds(5), .seconds(30), .seconds(120), .seconds(600), .seconds(3600), .seconds(3 * 3600), .seconds(8 * 3600),
  ]
  static let maximumTries = pauses.count + 1
  /// Pauses vary by a fifth each way, so that what failed together does not come back together.
  static let jitter = 0.8...1.2
  /// A receiver may ask for no longer than this.
  static let longestRetryAfter: Duration = .seconds(3600)
  /// Nothing is tried longer than this after it could be posted first, not counting for how long this side could not post.
  static let patience: Duration = .seconds(24 * 3600)
  /// For so long after its create it uses no patience that this side could not post it.
  static let patienceWithoutTurn: Duration = .seconds(7 * 24 * 3600)

  /// The longest time between two tries, whoever asks for what.
  static var longest: Duration { max(pauses.max() ?? .zero, longestRetryAfter) * jitter.upperBound }

  /// After this moment nobody tries any more.
  static func end(of callback: Callback) -> Timestamp { (callback.readyAt ?? callback.createdAt) + patience }

  /// The moment of the next try.
  ///
  /// - Parameters:
  ///   - callback: as it was before the try that has just failed.
  ///   - retryAfter: how long the receiver asked to be left alone.
  ///   - factor: the jitter.
  ///   - now: when the try ended.
  /// - Returns: `nil` where there is none.
  static func next(after callback: Callback, retryAfter: Duration?, factor: Double, at now: Timestamp) -> Timestamp? {
    guard callback.attempts < pauses.count else { return nil }
    let pause = max(pauses[max(callback.attempts, 0)] * factor, min(retryAfter ?? .zero, longestRetryAfter))
    let next = now + pause
    return next <= end(of: callback) ? next : nil
  }
}
