extension GatewayConfiguration {
  /// What is logged, to standard error.
  package struct Log: Sendable, Equatable {
    /// The least grave level that is logged.
    ///
    /// - `log.level` (default `info`): `trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`.
    package var level = Level.info

    /// How a line is written.
    ///
    /// - `log.format` (default `json`): `json`, one object per line, or `text`.
    package var format = Format.json

    /// Which requests have a line of their own, at the level `info`. A line takes longer than a repeat that memory answers.
    ///
    /// - `log.requests` (default `purchases`): `none`, `purchases` or `all`.
    package var requests = Requests.purchases

    /// Whether that line has the words of the create's arguments.
    ///
    /// - `log.prompts` (default `false`): `true` or `false`.
    package var prompts = false

    /// The defaults.
    package init() {}

    /// Which requests have a line.
    package enum Requests: String, Sendable, CaseIterable {
      case none
      /// Creates that bought something, or tried to.
      case purchases
      case all
    }

    /// The levels of swift-log, by the same names.
    package enum Level: String, Sendable, CaseIterable {
      case trace, debug, info, notice, warning, error, critical
    }

    /// How a line is written.
    package enum Format: String, Sendable, CaseIterable {
      /// For machines.
      case json
      /// For people.
      case text
    }
  }
}

extension GatewayConfiguration.Log {
  mutating func read(_ section: MappingReader) {
    section.scalar("level", &level, .choice)
    section.scalar("format", &format, .choice)
    section.scalar("requests", &requests, .choice)
    section.scalar("prompts", &prompts, .truth)
  }
}
