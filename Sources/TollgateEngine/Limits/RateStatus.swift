package import TollgateCore

/// How one limit stands.
package struct RateStatus: Sendable, Hashable {
  package let kind: RateRefusal.Kind
  /// Whose limit it is: the key's or the gateway's.
  package let scope: Scope
  /// So many per minute.
  package let limit: Int
  /// How many may come now, one right after the other.
  package let remaining: Int
  /// How long until the whole limit is there again, if nothing more comes.
  package let reset: Duration

  /// - Returns: `nil` where there is no limit.
  init?(_ kind: RateRefusal.Kind, of scope: Scope, limit: Int?, _ meter: RateMeter, at now: Duration) {
    guard let limit else { return nil }
    self.kind = kind
    self.scope = scope
    self.limit = limit
    remaining = meter.remaining(limit: limit, at: now)
    reset = meter.timeToEmpty(at: now)
  }
}

/// How every limit that concerns one key stands.
package struct RateStatuses: Sendable, Hashable {
  var createsOfKey: RateStatus?
  var createsOfGateway: RateStatus?
  var generationsOfKey: RateStatus?
  var generationsOfGateway: RateStatus?

  /// Whether nothing is limited.
  package var isEmpty: Bool {
    createsOfKey == nil && createsOfGateway == nil && generationsOfKey == nil && generationsOfGateway == nil
  }

  /// Gives each limit that there is to `body`: creates first, and the key's before the gateway's.
  package func forEach(_ body: (RateStatus) -> Void) {
    if let createsOfKey { body(createsOfKey) }
    if let createsOfGateway { body(createsOfGateway) }
    if let generationsOfKey { body(generationsOfKey) }
    if let generationsOfGateway { body(generationsOfGateway) }
  }
}
