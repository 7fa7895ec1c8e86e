package import Foundation
package import TollgateCore

/// The engine's settings: what the configuration file says about buying, caching and watching.
package struct GatewayPolicy: Sendable {
  /// How long the answer to a create is waited for; after it 504/50401, and repeating joins. Default 25 s.
  package var answerTimeout: Duration = .seconds(25)
  /// Create calls in flight to the upstream. More wait. Default 64.
  package var maximumSending = 64
  /// Purchases that wait for their turn to be sent. More are released with 429/42902. Default 16,384.
  package var queueSize = 16_384
  /// Purchases of all keys that may be reserved, being sent or running at a time; `nil` for any number.
  package var maximumRunning: Int?
  /// How fast creates of all keys together may come.
  package var rate = RateLimits()
  /// How long a purchase waits for its turn before it is released. Default 20 s.
  package var queueDeadline: Duration = .seconds(20)
  /// When creates are held back because the upstream is not there, or not well.
  package var breaker = BreakerPolicy()
  /// What to do with a create whose identical predecessor's outcome is unknown, unless the client says otherwise.
  package var onUnknown: UnknownPolicy = .refuse
  /// How running jobs are asked about.
  package var polling = PollingPace()
  /// Callbacks of one key that may be on their way: until their jobs end, and until their receivers have them. Creates beyond
  /// it go through without theirs, and say so. Default 10,000.
  package var maximumCallbacksOfKey = 10_000
  /// Who shares results.
  package var sharing: Sharing = .gateway
  /// How long a result is replayed where its model has no ttl of its own; `nil` for ever.
  package var timeToLive: Duration?
  /// Whether nothing is ever bought, whoever asks.
  package var replaysOnly = false
  /// The time zone of the ledger's days and months.
  package var timeZone = TimeZone.gmt
  /// Memory for finished results, in bytes. Default 8 MiB: a gateway with a million results on the disk has to do with 64 MB for all
  /// that it does, and what is not remembered costs a look into the database.
  package var memoryForResults: ByteCount = .mebibytes(8)

  /// Whether the files of results are kept; their links are passed on as they are otherwise.
  package var keepsFiles = false
  /// How long a result waits for its files before it is shown with the vendor's links. Default 30 s.
  package var mirrorWait: Duration = .seconds(30)
  /// The largest file that is kept, in bytes. Default 2 GB.
  package var maximumFile: Int64 = 2_000_000_000
  /// The bytes of all kept files, beyond which those not used for longest are removed. Default 50 GB.
  package var maximumStored: Int64 = 50_000_000_000

  /// How long details are kept.
  package var retention = RetentionPolicy()

  package init() {}

  /// Who shares results, as configured: the scope is made from it and the asking key.
  package enum Sharing: String, Sendable, CaseIterable {
    case gateway
    case team
    case key
  }
}

extension GatewayPolicy {
  /// The scope of one caller's creates. A key without a team is a team of its own; a forwarded bearer pays for itself and
  /// shares with nobody.
  func scope(of caller: Caller) -> Scope {
    let key = caller.key
    guard !caller.isForwarded else { return .key(key.id) }
    return switch sharing {
    case .gateway: .gateway
    case .team: key.team.map(Scope.team) ?? .key(key.id)
    case .key: .key(key.id)
    }
  }
}
