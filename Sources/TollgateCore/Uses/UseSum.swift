/// How often a result was asked for again, and what that saved. What it was bought by does not count.
package struct UseSum: Sendable, Hashable, Codable {
  /// Creates that it was replayed for.
  package var hits: Int
  /// Creates that shared the purchase while it was under way.
  package var joined: Int
  /// What they would have cost.
  package var saved: Money
  /// When the latest of them came; `nil` where there was none.
  package var lastAt: Timestamp?

  package init(hits: Int = 0, joined: Int = 0, saved: Money = .zero, lastAt: Timestamp? = nil) {
    self.hits = hits
    self.joined = joined
    self.saved = saved
    self.lastAt = lastAt
  }

  /// Creates of both kinds.
  package var count: Int { hits + joined }

  /// Adds others.
  package mutating func add(_ other: UseSum) {
    hits += other.hits
    joined += other.joined
    saved = saved.addingSaturating(other.saved)
    if let moment = other.lastAt { lastAt = lastAt.map { max($0, moment) } ?? moment }
  }
}
