package import TollgateCore

/// The engine's settings: what the configuration file says about buying, caching and watching.
package struct GatewayPolicy: Sendable {
  /// How long the answer to a create is waited for; after it 504/50401, and repeating joins. Default 25 s.
  package var answerTimeout: Duration = .seconds(25)
  /// Create calls in flight to the upstream. More wait. Default 64.
  package var maximumSending = 64
  /// Purchases that wait for their turn to be sent. More are released with 429/42902. Default 16,384.
  package var queueSize = 16_384
  /// How long a purchase waits for its turn before it is released. Default 20 s.
  package var queueDeadline: Duration = .seconds(20)
  /// What to do with a create whose identical predecessor's outcome is unknown, unless the client says otherwise.
  package var onUnknown: UnknownPolicy = .refuse
  /// How running jobs are asked about.
  package var polling = PollingPace()
  /// Who shares results.
  package var sharing: Sharing = .gateway
  /// How long a result is replayed where its model has no ttl of its own; `nil` for ever.
  package var timeToLive: Duration?
  /// Whether nothing is ever bought, whoever asks.
  package var replaysOnly = false
  /// The time zone of the ledger's days and months.
  package var timeZoneIdentifier = "UTC"
  /// Whether purchases go upstream with a key of the gateway's own, rather than with the callers' bearers.
  package var hasOwnCredential = false
  /// Memory for finished results, in bytes. Default 64 MiB.
  package var memoryForResults: ByteCount = .mebibytes(64)

  package init() {}

  /// Who shares results, as configured: the scope is made from it and the asking key.
  package enum Sharing: String, Sendable, CaseIterable {
    case gateway
    case team
    case key
  }
}

extension GatewayPolicy {
  /// The scope of one key's creates. A key without a team is a team of its own; a forwarded bearer pays for itself and shares with
  /// nobody.
  func scope(of key: Key) -> CacheScope {
    guard hasOwnCredential else { return .key(key.id) }
    return switch sharing {
    case .gateway: .gateway
    case .team: key.team.map(CacheScope.team) ?? .key(key.id)
    case .key: .key(key.id)
    }
  }
}

/// How often running jobs are asked about: growing pauses with jitter, until the gateway gives up.
package struct PollingPace: Sendable, Equatable {
  /// The pause before the first question. Default 1 s.
  package var first: Duration = .seconds(1)
  /// What each pause is multiplied by for the next. Default 1.5.
  package var factor = 1.5
  /// The longest pause. Default 10 s.
  package var maximum: Duration = .seconds(10)
  /// How long a job may run before it counts as stalled. Default 60 min.
  package var giveUp: Duration = .seconds(3600)
  /// Questions in flight at the same time. Default 32.
  package var concurrency = 32

  package init() {}

  /// Pauses vary by a fifth each way, so that jobs which began together are not asked about together.
  static let jitter = 0.8...1.2
  /// A job is not given up before it was asked about so often.
  static let fewestAttempts = 3
  /// How often a stalled job, or a failed one whose refund is still out, is asked about.
  static let slowPause: Duration = .seconds(3600)
  /// How long a failed job's refund is waited for before the slow pace begins.
  static let firstRefundPause: Duration = .seconds(60)
  /// When the slow questions end.
  static let slowEnd: Duration = .seconds(7 * 24 * 3600)
  /// After a restart the first questions are spread so that no more than this many fall into a second.
  static let restartRatePerSecond = 333.0

  /// The pause after `attempts` questions, before jitter.
  func pause(afterAttempts attempts: Int) -> Duration {
    var pause = first
    for _ in 0..<min(attempts, 200) {
      pause = pause * factor
      if pause >= maximum { return maximum }
    }
    return min(pause, maximum)
  }
}
