extension GatewayConfiguration {
  /// Who may read the figures at `/-/metrics`.
  package struct Metrics: Sendable, Equatable {
    /// Whether they need no admin token.
    ///
    /// - `metrics.open` (default `false`): `true` or `false`.
    package var open = false

    /// The defaults.
    package init() {}
  }
}

extension GatewayConfiguration.Metrics {
  mutating func read(_ section: MappingReader) {
    section.scalar("open", &open, .truth)
  }
}
