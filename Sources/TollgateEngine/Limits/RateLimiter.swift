import NIOConcurrencyHelpers
package import TollgateCore

/// Counts creates and purchases against the rates of each key and of the gateway. Nothing is counted where nothing is limited,
/// so that it knows limited keys only.
package final class RateLimiter: Sendable {
  /// Keys whose meters are remembered. An empty meter need not be: it is like a new one.
  static let capacity = 10_000

  fileprivate struct Meters {
    var creates = RateMeter()
    var generations = RateMeter()
  }

  /// Where one was counted, for ``giveBack(_:of:_:)``.
  struct Counted: Sendable {
    fileprivate(set) var ofKey: RateMeter.Place?
    fileprivate(set) var ofGateway: RateMeter.Place?
    /// How all limits stood then; `nil` where nothing was limited.
    fileprivate var standing: Standing?
  }

  /// The meters that concern one key, at one moment.
  fileprivate struct Standing {
    var own: Meters
    var gateway: Meters
    let now: Duration
  }

  private struct State {
    var gateway = Meters()
    var keys: [KeyID: Meters] = [:]
  }

  private let limits: RateLimits
  private let time: any TimeSource
  private let state: NIOLockedValueBox<State>

  /// - Parameters:
  ///   - limits: those of all keys together.
  ///   - time: the meters go by its uptime.
  package init(limits: RateLimits, time: any TimeSource) {
    self.limits = limits
    self.time = time
    state = NIOLockedValueBox(State())
  }

  /// One with other limits of all keys together, that counts on where another one is.
  init(limits: RateLimits, continuing other: RateLimiter) {
    self.limits = limits
    time = other.time
    state = other.state
  }

  /// The number of keys whose meters are remembered.
  var count: Int { state.withLockedValue { $0.keys.count } }

  /// Counts one create of a key, or one purchase.
  ///
  /// - Returns: why it may not come now, by the limit that makes wait longest; then nothing was counted, in neither meter.
  package func take(_ kind: RateRefusal.Kind, of key: Key) -> RateRefusal? {
    var counted = Counted()
    return take(kind, of: key, &counted)
  }

  /// The same for what may have to be given back: `counted` says what was counted.
  func take(_ kind: RateRefusal.Kind, of key: Key, _ counted: inout Counted) -> RateRefusal? {
    let (keyLimit, gatewayLimit) = (key.limits.rate[kind], limits[kind])
    guard keyLimit != nil || gatewayLimit != nil else { return nil }
    let now = time.uptime()
    return state.withLockedValue { state in
      let known = state.keys[key.id]
      if let refusal = refusal(kind, of: key, known, state.gateway, at: now) { return refusal }
      var own = known ?? Meters()
      if let keyLimit {
        counted.ofKey = own[kind].add(limit: keyLimit, at: now)
        if known == nil { makeRoom(at: now, in: &state) }
        state.keys[key.id] = own
      }
      if let gatewayLimit { counted.ofGateway = state.gateway[kind].add(limit: gatewayLimit, at: now) }
      counted.standing = Standing(own: own, gateway: state.gateway, now: now)
      return nil
    }
  }

  /// Says why one more may not come now, without counting.
  func refusal(_ kind: RateRefusal.Kind, of key: Key) -> RateRefusal? {
    let now = time.uptime()
    return state.withLockedValue { refusal(kind, of: key, $0.keys[key.id], $0.gateway, at: now) }
  }

  private func refusal(
    _ kind: RateRefusal.Kind, of key: Key, _ own: Meters?, _ gateway: Meters, at now: Duration
  ) -> RateRefusal? {
    let byKey = refusal(kind, .key(key.id), key.limits.rate[kind], (own ?? Meters())[kind], at: now)
    let byGateway = refusal(kind, .gateway, limits[kind], gateway[kind], at: now)
    guard let byKey, let byGateway else { return byKey ?? byGateway }
    return byGateway.retryAfter > byKey.retryAfter ? byGateway : byKey
  }

  /// Takes back one that was counted and did not come about.
  func giveBack(_ kind: RateRefusal.Kind, of key: Key, _ counted: Counted) {
    let now = time.uptime()
    state.withLockedValue { state in
      if let limit = key.limits.rate[kind], let place = counted.ofKey {
        state.keys[key.id]?[kind].remove(place, limit: limit, at: now)
      }
      if let limit = limits[kind], let place = counted.ofGateway { state.gateway[kind].remove(place, limit: limit, at: now) }
    }
  }

  /// How every limit that concerns a key stands.
  func status(of key: Key) -> RateStatuses {
    guard !key.limits.rate.isUnlimited || !limits.isUnlimited else { return RateStatuses() }
    let now = time.uptime()
    return status(of: key, state.withLockedValue { Standing(own: $0.keys[key.id] ?? Meters(), gateway: $0.gateway, now: now) })
  }

  /// How they stood when this was counted.
  func status(of key: Key, after counted: Counted) -> RateStatuses {
    counted.standing.map { status(of: key, $0) } ?? status(of: key)
  }

  private func status(of key: Key, _ standing: Standing) -> RateStatuses {
    let (own, gateway, now) = (standing.own, standing.gateway, standing.now)
    let (scope, rate) = (Scope.key(key.id), key.limits.rate)
    return RateStatuses(
      createsOfKey: RateStatus(.creates, of: scope, limit: rate.createsPerMinute, own.creates, at: now),
      createsOfGateway: RateStatus(.creates, of: .gateway, limit: limits.createsPerMinute, gateway.creates, at: now),
      generationsOfKey: RateStatus(.generations, of: scope, limit: rate.generationsPerMinute, own.generations, at: now),
      generationsOfGateway: RateStatus(
        .generations, of: .gateway, limit: limits.generationsPerMinute, gateway.generations, at: now))
  }

  private func refusal(
    _ kind: RateRefusal.Kind, _ scope: Scope, _ limit: Int?, _ meter: RateMeter, at now: Duration
  ) -> RateRefusal? {
    guard let limit else { return nil }
    let wait = meter.wait(limit: limit, at: now)
    return wait > .zero ? RateRefusal(kind: kind, scope: scope, limit: limit, retryAfter: wait) : nil
  }

  /// Forgets meters where there is no room for another.
  private func makeRoom(at now: Duration, in state: inout State) {
    guard state.keys.count >= Self.capacity else { return }
    state.keys = state.keys.filter { $0.value.timeToEmpty(at: now) > .zero }
    // All are in use: the one that is nearest to being empty loses least by beginning anew.
    if state.keys.count >= Self.capacity,
      let emptiest = state.keys.min(by: { $0.value.timeToEmpty(at: now) < $1.value.timeToEmpty(at: now) })
    {
      state.keys.removeValue(forKey: emptiest.key)
    }
  }
}

extension RateLimiter.Meters {
  fileprivate subscript(kind: RateRefusal.Kind) -> RateMeter {
    get { kind == .creates ? creates : generations }
    set { if kind == .creates { creates = newValue } else { generations = newValue } }
  }

  fileprivate func timeToEmpty(at now: Duration) -> Duration {
    max(creates.timeToEmpty(at: now), generations.timeToEmpty(at: now))
  }
}
