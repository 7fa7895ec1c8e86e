import NIOConcurrencyHelpers

/// Counts calls from many tasks.
final class Counter: Sendable {
  private let count = NIOLockedValueBox(0)

  /// How often ``next()`` was called.
  var value: Int { count.withLockedValue { $0 } }

  /// 0, 1, 2, …
  @discardableResult
  func next() -> Int {
    count.withLockedValue { count in
      defer { count += 1 }
      return count
    }
  }
}
