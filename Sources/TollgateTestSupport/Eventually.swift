/// What a test waited for did not come.
package struct NeverCame: Error, CustomStringConvertible {
  /// What was waited for.
  package let what: String

  /// The sentence that a failed test shows.
  package var description: String { "\(what) did not come" }
}

/// Much longer than anything takes: more than a thousand tests may share two cores.
private let patience: Duration = .seconds(180)

/// Waits until there is something, asking every few milliseconds.
///
/// - Throws: ``NeverCame`` after three minutes, or what `look` throws.
@discardableResult
package func eventually<Value: Sendable>(_ what: String, _ look: () async throws -> Value?) async throws -> Value {
  let deadline = ContinuousClock.now + patience
  while ContinuousClock.now < deadline {
    if let value = try await look() { return value }
    try await Task.sleep(for: .milliseconds(5))
  }
  throw NeverCame(what: what)
}

/// Waits until a condition holds.
///
/// - Throws: ``NeverCame`` after three minutes, or what `condition` throws.
package func eventually(_ what: String, holds condition: () async throws -> Bool) async throws {
  _ = try await eventually(what) { try await condition() ? true : nil }
}
