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

  init(_ kind: RateRefusal.Kind, of scope: Scope, limit: Int, _ meter: RateMeter, at now: Duration) {
    self.kind = kind
    self.scope = scope
    self.limit = limit
    remaining = meter.remaining(limit: limit, at: now)
    reset = meter.timeToEmpty(at: now)
  }
}
