import TollgateCore

/// Whoever came at which time, and whether one more may come now: a bucket for each limit that holds a minute's worth and leaks
/// evenly. It shares nothing with the gateway's own meters.
struct RateBook {
  private static let capacity: Duration = .seconds(60)

  private var times: [Scope: [Duration]] = [:]

  /// Notes one that came.
  mutating func add(_ scopes: [Scope], at now: Duration) {
    for scope in scopes { times[scope, default: []].append(now) }
  }

  /// Takes back the newest one that came at `time`.
  mutating func remove(_ scopes: [Scope], at time: Duration) {
    for scope in scopes {
      if let place = times[scope]?.lastIndex(of: time) { times[scope]?.remove(at: place) }
    }
  }

  /// How many more than allowed there would be with one more now, in shares of the limit; none where it is zero or less.
  func excess(in scope: Scope, limit: Int?, at now: Duration) -> Double {
    guard let limit else { return 0 }
    let share = Self.capacity / limit
    var (level, last) = (Duration.zero, Duration.zero)
    for time in times[scope] ?? [] {
      level = max(.zero, level - (time - last)) + share
      last = time
    }
    return (max(.zero, level - (now - last)) + share - Self.capacity) / share
  }
}
