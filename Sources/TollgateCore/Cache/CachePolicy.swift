/// What to do when an identical request's outcome is unknown.
package enum UnknownPolicy: String, Sendable, Equatable, CaseIterable {
  /// Answer 409 until somebody resolves it.
  case refuse
  /// Buy again; the unknown keeps its hold.
  case resend
}

/// What one create may take from the cache and whether it may buy: the client's headers, the key's mode and the configuration,
/// put together.
package struct CachePolicy: Sendable, Equatable {
  /// `Cache-Control: no-cache`: ignore what is finished, join what is live, replace on success.
  package var ignoresFinished: Bool
  /// `Cache-Control: no-store`: use no slot and keep nothing.
  package var storesNothing: Bool
  /// `Cache-Control: only-if-cached`, or replay mode: never buy. It beats the two above.
  package var neverBuys: Bool
  /// The oldest result that may be replayed: the smaller of `max-age` and the configured ttl; `nil` for any age.
  package var maximumAge: Duration?
  /// Whether an unknown may be bought again, and who said so.
  package var resend: ResendPermission

  /// Who allows an unknown to be bought again.
  package enum ResendPermission: Sendable, Equatable {
    case none
    /// `upstream.on_unknown: resend`: once per slot per hour.
    case configured
    /// The client (`Tollgate-On-Unknown: resend`) or a person (`jobs resolve --resend`) asked for it.
    case asked
  }

  package init(
    ignoresFinished: Bool = false, storesNothing: Bool = false, neverBuys: Bool = false, maximumAge: Duration? = nil,
    resend: ResendPermission = .none
  ) {
    self.ignoresFinished = ignoresFinished
    self.storesNothing = storesNothing
    self.neverBuys = neverBuys
    self.maximumAge = maximumAge
    self.resend = resend
  }

  /// How long the configured resend of one slot is spent.
  package static let configuredResendInterval: Duration = .seconds(3600)
}

/// What a create gets from its slot. First match wins, in the order of ``CachePolicy/decide(_:at:)``.
package enum SlotDecision: Sendable, Equatable {
  /// Replay this finished generation.
  case hit(SlotContents.Finished)
  /// Share the fate of this live generation.
  case join(SlotContents.Live)
  /// Nothing usable is there, and this create may not buy.
  case notCached
  /// An identical request's outcome is unknown, or it stalled, and nobody allowed another purchase.
  case blocked(SlotContents.Live)
  /// Buy. `replacing` names the unknown that the slot's `live` moves away from.
  case buy(replacing: GenerationNumber?)
}

extension CachePolicy {
  /// Decides what a create gets from its slot: hit, joined, not cached, blocked by an unknown, or a purchase.
  package func decide(_ slot: SlotContents, at now: Timestamp) -> SlotDecision {
    if let finished = slot.finished, mayReplay(finished, at: now) { return .hit(finished) }
    guard let live = slot.live else { return neverBuys ? .notCached : .buy(replacing: nil) }
    switch live.state {
    case .unknown, .stalled:
      if neverBuys { return .notCached }
      guard live.state == .unknown, mayResend(slot, at: now) else { return .blocked(live) }
      return .buy(replacing: storesNothing ? nil : live.generation)
    default:
      return storesNothing && !neverBuys ? .buy(replacing: nil) : .join(live)
    }
  }

  /// Decides by a create's own slot or, where that has nothing to replay, by what was imported for everyone.
  package func decide(_ own: SlotContents, orElse shared: SlotContents, at now: Timestamp) -> SlotDecision {
    let decision = decide(own, at: now)
    if case .hit = decision { return decision }
    let imported = decide(SlotContents(finished: shared.finished), at: now)
    if case .hit = imported { return imported }
    return decision
  }

  /// Why a purchase is made although the slot had had a result; `nil` where it had none, or the client did not want it.
  package func loss(of slot: SlotContents) -> SlotLoss? {
    guard !bypassesCache else { return nil }
    return slot.finished == nil ? slot.loss : .expired
  }

  /// Whether the client kept the cache out of this create.
  package var bypassesCache: Bool { ignoresFinished || storesNothing }

  private func mayReplay(_ finished: SlotContents.Finished, at now: Timestamp) -> Bool {
    if !neverBuys, bypassesCache { return false }
    guard let maximumAge else { return true }
    return now.since(finished.at) <= maximumAge
  }

  private func mayResend(_ slot: SlotContents, at now: Timestamp) -> Bool {
    switch resend {
    case .none: false
    case .asked: true
    case .configured: slot.resentAt.map { now.since($0) >= Self.configuredResendInterval } ?? true
    }
  }
}
