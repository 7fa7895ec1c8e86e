/// How many of some values were at most each of a few bounds, and the sum of all. Values are whole numbers: nanoseconds, or pieces.
package struct Histogram: Sendable, Equatable {
  /// In rising order.
  package let bounds: [Int64]
  /// How many values were at most each bound and above the one before it; the last number is of those above all bounds.
  package private(set) var counts: [Int64]
  /// Of all values; the largest number where it is beyond that.
  package private(set) var sum: Int64

  /// One of nothing yet.
  package init(bounds: [Int64]) {
    self.init(bounds: bounds, counts: Array(repeating: 0, count: bounds.count + 1), sum: 0)
  }

  init(bounds: [Int64], counts: [Int64], sum: Int64) {
    self.bounds = bounds
    self.counts = counts
    self.sum = sum
  }

  /// How many values there were.
  package var count: Int64 { counts.reduce(0, +) }

  /// Adds a value.
  package mutating func record(_ value: Int64) {
    counts[Self.place(of: value, in: bounds)] += 1
    add(toSum: value)
  }

  /// Adds a duration, in nanoseconds.
  package mutating func record(_ duration: Duration) { record(duration.wholeNanoseconds) }

  /// Adds the values of another one with the same bounds.
  package mutating func add(_ other: Histogram) {
    guard other.bounds == bounds else { return }
    for place in counts.indices { counts[place] += other.counts[place] }
    add(toSum: other.sum)
  }

  private mutating func add(toSum value: Int64) {
    let (total, overflow) = sum.addingReportingOverflow(value)
    sum = overflow ? .max : total
  }

  static func place(of value: Int64, in bounds: [Int64]) -> Int {
    // From the beginning: most values are small.
    bounds.firstIndex { value <= $0 } ?? bounds.count
  }
}

extension Histogram {
  private static let microsecond: Int64 = 1000
  private static let millisecond: Int64 = 1_000_000
  private static let second: Int64 = 1_000_000_000

  /// For requests that are answered: from what memory knows at once to what is waited for.
  package static let answerBounds = [
    5 * microsecond, 10 * microsecond, 25 * microsecond, 50 * microsecond, 100 * microsecond, 250 * microsecond,
    500 * microsecond, millisecond, 5 * millisecond / 2, 5 * millisecond, 10 * millisecond, 25 * millisecond, 50 * millisecond,
    100 * millisecond, 250 * millisecond, 500 * millisecond, second, 5 * second / 2, 5 * second, 10 * second, 30 * second,
  ]

  /// For calls over the network, and for files.
  package static let callBounds = [
    10 * millisecond, 25 * millisecond, 50 * millisecond, 100 * millisecond, 250 * millisecond, 500 * millisecond, second,
    5 * second / 2, 5 * second, 10 * second, 30 * second, 60 * second, 300 * second,
  ]

  /// For what takes a disk, or a thread's turn.
  package static let stepBounds = [
    50 * microsecond, 100 * microsecond, 250 * microsecond, 500 * microsecond, millisecond, 5 * millisecond / 2,
    5 * millisecond, 10 * millisecond, 25 * millisecond, 50 * millisecond, 100 * millisecond, 250 * millisecond,
    500 * millisecond, second, 5 * second,
  ]

  /// For changes that share a transaction.
  package static let batchBounds: [Int64] = [1, 2, 4, 8, 16, 32, 64, 128]
}

extension Duration {
  /// The duration in nanoseconds, rounded towards zero; it must not be longer than 292 years.
  package var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
