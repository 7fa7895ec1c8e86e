import Synchronization

/// A histogram that is written without a lock, and read while it is written: what was recorded last may then be in one of its
/// numbers and not yet in another.
package final class SharedHistogram: Sendable {
  /// So many bounds it has at most; what is beyond them is left out.
  package static let maximumBounds = 24

  private let bounds: [Int64]
  private let counts = InlineArray<25, Atomic<Int64>> { _ in Atomic(0) }
  private let sum = Atomic<Int64>(0)

  package init(bounds: [Int64]) { self.bounds = Array(bounds.prefix(Self.maximumBounds)) }

  /// Adds a value, from any thread.
  package func record(_ value: Int64) {
    counts[Histogram.place(of: value, in: bounds)].wrappingAdd(1, ordering: .relaxed)
    sum.wrappingAdd(value, ordering: .relaxed)
  }

  /// Adds a value, where no other thread ever adds one: that takes no more than two plain stores.
  package func recordAlone(_ value: Int64) {
    let place = Histogram.place(of: value, in: bounds)
    counts[place].store(counts[place].load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    sum.store(sum.load(ordering: .relaxed) &+ value, ordering: .relaxed)
  }

  /// What was recorded so far.
  package var values: Histogram {
    Histogram(
      bounds: bounds, counts: (0...bounds.count).map { counts[$0].load(ordering: .relaxed) }, sum: sum.load(ordering: .relaxed))
  }
}
