package import TollgateCore

extension GatewayConfiguration {
  /// Who shares results, for how long, and how their files are kept.
  package struct Cache: Sendable, Equatable {
    /// Who shares a result that was paid for once. Without `upstream.api_key` each caller's own key is passed on and pays: then
    /// nothing is shared between callers, whatever this says.
    ///
    /// - `cache.scope` (default `gateway`): `gateway`, `team` or `key`.
    package var scope = Scope.gateway

    /// How long a result is replayed; then the next create buys again. A link that is passed on dies with the vendor's file, so
    /// that it is an hour where files are not kept, and for ever where they are.
    ///
    /// - `cache.ttl` (default `null`, see above): `forever`, or 1s to 36500d. A model's own ttl goes first.
    package var ttl: CacheTTL?

    /// What becomes of the files that a result names.
    ///
    /// - `cache.assets` (default `mirror`): `mirror` or `passthrough`.
    package var assets = Assets.mirror

    /// How long a finished job waits for its files before it is shown with the vendor's links; the copying goes on.
    ///
    /// - `cache.mirror_wait` (default `30s`): 1ms to 1h.
    package var mirrorWait: Duration = .seconds(30)

    /// The room for files. Beyond it those go that were not used for longest; never those of pinned results, or used in the last
    /// hour, for which it may be exceeded.
    ///
    /// - `cache.max_size` (default `50GB`): 1MB to 1000TB.
    package var maxSize = ByteCount(bytes: 50_000_000_000)

    /// The largest file that is kept. The result of a larger one is not replayed.
    ///
    /// - `cache.max_file` (default `2GB`): 1KB to 1TB.
    package var maxFile = ByteCount(bytes: 2_000_000_000)

    /// Memory for what is asked for again and again: it is answered without a look at the disk. It counts about half a kilobyte
    /// for each request that is known, and as much and the record for each result.
    ///
    /// - `cache.memory` (default `8MiB`): 0B to 64GiB.
    package var memory = ByteCount.mebibytes(8)

    /// The time to live in force where a model has none of its own.
    package var effectiveTTL: CacheTTL { ttl ?? (assets == .mirror ? .forever : .limited(.seconds(3600))) }

    /// The defaults.
    package init() {}

    /// What becomes of files.
    package enum Assets: String, Sendable, CaseIterable {
      /// They are copied, and results name the copies.
      case mirror
      /// Results name the vendor's links, which die.
      case passthrough
    }

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
    section.scalar("ttl", &ttl, .timeToLiveOrNone)
    section.scalar("assets", &assets, .choice)
    section.scalar("mirror_wait", &mirrorWait, .duration(.milliseconds(1) ... .seconds(3600)))
    section.scalar("max_size", &maxSize, .size(ByteCount(bytes: 1_000_000)...ByteCount(bytes: 1_000_000_000_000_000)))
    section.scalar("max_file", &maxFile, .size(ByteCount(bytes: 1000)...ByteCount(bytes: 1_000_000_000_000)))
    section.scalar("memory", &memory, .size(ByteCount(bytes: 0)...ByteCount.mebibytes(64 << 10)))
  }
}
