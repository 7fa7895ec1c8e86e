import Testing

/// Runs a suite's tests once with the instant lane and once without, so that the two lanes cannot disagree.
struct BothLanes: SuiteTrait, TestTrait, TestScoping {
  /// Whether the gateways of this test have the instant lane.
  @TaskLocal static var hasInstantLane = true

  let isRecursive = true

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    for hasInstantLane in [true, false] {
      try await Self.$hasInstantLane.withValue(hasInstantLane) { try await function() }
    }
  }
}

extension Trait where Self == BothLanes {
  /// Once with the instant lane, once without.
  static var bothLanes: Self { BothLanes() }
}
