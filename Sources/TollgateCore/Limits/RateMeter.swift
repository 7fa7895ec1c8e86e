/// Counts one kind of request against so many per minute, by the generic cell rate algorithm (GCRA, ITU-T I.371): a full
/// minute's worth may come at once, then one more each time that its share of a minute has passed. Its whole state is one
/// moment of a clock that never goes back.
package struct RateMeter: Sendable, Hashable {
  private static let period: Duration = .seconds(60)

  /// When the meter will be empty, if nothing more comes: the "theoretical arrival time".
  private var emptyAt: Duration
  /// All that was ever taken back.
  private var removed: Duration = .zero

  /// Where one stands in a meter.
  package struct Place: Sendable, Hashable {
    /// When it has flowed off, unless something in front of it is taken back.
    fileprivate let leavesAt: Duration
    fileprivate let removed: Duration
  }

  /// An empty meter.
  package init() { emptyAt = .zero - Self.period * 2 }

  /// Whether one more may come now.
  ///
  /// - Parameters:
  ///   - limit: how many may come in a minute, at least 1.
  ///   - now: the monotonic clock.
  /// - Returns: how long to wait; zero where it may come now.
  package func wait(limit: Int, at now: Duration) -> Duration {
    max(.zero, max(emptyAt, now) + Self.share(of: limit) - Self.period - now)
  }

  /// Counts one.
  ///
  /// - Returns: its place, for ``remove(_:limit:at:)``.
  @discardableResult
  package mutating func add(limit: Int, at now: Duration) -> Place {
    emptyAt = max(emptyAt, now) + Self.share(of: limit)
    return Place(leavesAt: emptyAt, removed: removed)
  }

  /// Takes one back that was counted and did not happen: what has not flowed off yet of its share. More would let others come
  /// sooner than they may.
  package mutating func remove(_ place: Place, limit: Int, at now: Duration) {
    // Whatever was taken back meanwhile is taken to have been in front of it, so that it left earlier.
    let left = place.leavesAt - (removed - place.removed) - now
    let remaining = min(Self.share(of: limit), max(.zero, left))
    emptyAt -= remaining
    removed += remaining
  }

  /// How many may come now, one right after the other.
  package func remaining(limit: Int, at now: Duration) -> Int {
    let room = Self.period - max(.zero, emptyAt - now)
    return room < .zero ? 0 : Int(room / Self.share(of: limit))
  }

  /// How long until all of ``remaining(limit:at:)`` has come back, if nothing more comes.
  package func timeToEmpty(at now: Duration) -> Duration { max(.zero, emptyAt - now) }

  /// Not by `/`, which asks at run time how to divide by each kind of number.
  private static func share(of limit: Int) -> Duration {
    Duration(attoseconds: period.attoseconds / Int128(max(limit, 1)))
  }
}
