import TollgateCore

extension RateLimits {
  /// The most that a setting of a rate or of running purchases may say.
  static let range = 1...1_000_000_000

  /// Reads how fast creates may come; each is 1 to 1000000000 or `unlimited`, which is the default.
  ///
  /// - `rate.creates_per_minute`: creates of any outcome.
  /// - `rate.generations_per_minute`: purchases.
  mutating func read(_ section: MappingReader) {
    section.scalar("creates_per_minute", &createsPerMinute, .limit(Self.range))
    section.scalar("generations_per_minute", &generationsPerMinute, .limit(Self.range))
  }
}
