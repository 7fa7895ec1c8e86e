import TollgateCore

extension RateLimits {
  /// Reads how fast creates may come; each is 1 to 1000000000 or `unlimited`, which is the default.
  ///
  /// - `rate.creates_per_minute`: creates of any outcome.
  /// - `rate.generations_per_minute`: purchases.
  mutating func read(_ section: MappingReader) {
    section.scalar("creates_per_minute", &createsPerMinute, .limit(LimitChange.numbers))
    section.scalar("generations_per_minute", &generationsPerMinute, .limit(LimitChange.numbers))
  }
}
