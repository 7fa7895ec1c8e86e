package import TollgateCore

extension GatewayConfiguration {
  /// Who shares results, and for how long.
  package struct Cache: Sendable, Equatable {
    /// Who shares a result that was paid for once. Without `upstream.api_key` each caller's own key is passed on and pays: then
    /// nothing is shared between callers, whatever this says.
    ///
    /// - `cache.scope` (default `gateway`): `gateway`, `team` or `key`.
    package var scope = Scope.gateway

    /// How long a result is replayed; then the next create buys again. Short, because a result's links are the vendor's, and
    /// die with the vendor's files.
    ///
    /// - `cache.ttl` (default `1h`): `forever`, or 1s to 36500d. A model's own ttl goes first.
    package var ttl = CacheTTL.limited(.seconds(3600))

    /// The defaults.
    package init() {}

    /// The circle within which results are shared.
    package enum Scope: String, Sendable, CaseIterable {
      /// Every key of this gateway.
      case gateway
      /// The keys of one team; a key without a team is a team of its own.
      case team
      /// One key alone.
      case key
    }
  }
}

extension GatewayConfiguration.Cache {
  mutating func read(_ section: MappingReader) {
    section.scalar("scope", &scope, .choice)
    section.scalar("ttl", &ttl, .timeToLive)
  }
}
