package import TollgateCore

extension GatewayConfiguration {
  /// How long details are kept. What they add up to stays.
  package struct Retention: Sendable, Equatable {
    /// The statistics of single minutes. Those of hours and days stay.
    ///
    /// - `retention.minutes` (default `30d`): `forever`, or 2d to 36500d.
    package var minutes = CacheTTL.limited(.seconds(30 * 86_400))

    /// The ledger's entries of purchases that are over. After that there is one closing entry for those of an hour, key, team and
    /// model together; the purchases stay.
    ///
    /// - `retention.ledger` (default `forever`): `forever`, or 60d to 36500d.
    package var ledger = CacheTTL.forever

    /// The defaults.
    package init() {}
  }
}

extension GatewayConfiguration.Retention {
  mutating func read(_ section: MappingReader) {
    section.scalar("minutes", &minutes, .age(days: 2))
    section.scalar("ledger", &ledger, .age(days: 60))
  }
}
