/// How fast creates may come; `nil` for as fast as anybody likes.
package struct RateLimits: Sendable, Hashable, Codable {
  /// Creates of any outcome in a minute, also those that are answered from the cache or refused.
  package var createsPerMinute: Int?
  /// Purchases in a minute.
  package var generationsPerMinute: Int?

  /// Limits; what is left out is not limited.
  package init(createsPerMinute: Int? = nil, generationsPerMinute: Int? = nil) {
    self.createsPerMinute = createsPerMinute
    self.generationsPerMinute = generationsPerMinute
  }

  /// Whether all may come as fast as they like.
  package var isUnlimited: Bool { createsPerMinute == nil && generationsPerMinute == nil }

  /// The limit of what is counted.
  package subscript(kind: RateRefusal.Kind) -> Int? {
    switch kind {
    case .creates: createsPerMinute
    case .generations: generationsPerMinute
    }
  }
}
