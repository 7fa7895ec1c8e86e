/// Something that is summed up.
protocol TallySum: Sendable {
  /// How many creates are in it.
  var count: Int { get }

  mutating func add(_ other: Self)
}

/// Sums by kind, of as many kinds as there is room for.
struct Tally<Kind: Hashable & Sendable, Sum: TallySum>: Sendable {
  private let capacity: Int
  private var sums: [Kind: Sum]
  /// What was added last, before it is added to the others: the same often comes many times in a row.
  private var latest: (kind: Kind, sum: Sum)?
  /// How many creates found no room.
  private(set) var dropped = 0

  /// An empty one. Room for `expected` kinds is made now; beyond `capacity` what is new is dropped, and the dropped are counted.
  init(capacity: Int, expecting expected: Int = 0) {
    self.capacity = capacity
    sums = Dictionary(minimumCapacity: min(expected, capacity))
  }

  /// How many kinds there are.
  var kindCount: Int { sums.count + (latest == nil ? 0 : 1) }

  mutating func add(_ sum: Sum, of kind: Kind) {
    if latest?.kind == kind {
      latest?.sum.add(sum)
    } else {
      settle()
      latest = (kind, sum)
    }
  }

  /// All sums.
  mutating func settled() -> [Kind: Sum] {
    settle()
    return sums
  }

  private mutating func settle() {
    guard let (kind, sum) = latest else { return }
    latest = nil
    if let place = sums.index(forKey: kind) {
      sums.values[place].add(sum)
    } else if sums.count < capacity {
      sums[kind] = sum
    } else {
      dropped += sum.count
    }
  }
}
