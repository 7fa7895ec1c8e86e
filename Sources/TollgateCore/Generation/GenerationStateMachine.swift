/// The life of one generation: which event may happen in which state, and what it does to the money and the slot.
///
/// It is pure. The store loads it, applies one event, and writes the new state and the ledger entries in one transaction.
/// Of the three kinds of invalid transition there is one here: an event that the state does not allow throws
/// ``InvalidTransition``, and nothing changes. That is no bug by itself: a person may settle a stalled generation in the same
/// moment in which its late result arrives; whoever comes second is told so.
package struct GenerationStateMachine: Sendable, Equatable {
  package private(set) var state: GenerationState
  /// The money reserved before sending.
  package let hold: Money
  /// What the upstream charged; `nil` until it accepted.
  package private(set) var captured: Money?
  /// Whether the capture is a guess (the hold), because the upstream's answer named no usable amount.
  package private(set) var isChargeUnstated: Bool
  /// What came back after a failure.
  package private(set) var refunded: Money
  /// What became of the result's files.
  package private(set) var files: FilesState

  /// A generation whose hold has just been taken.
  package init(hold: Money) {
    self.init(state: .held, hold: hold, captured: nil, isChargeUnstated: false, refunded: .zero, files: .none)
  }

  /// A generation as the store kept it.
  package init(
    state: GenerationState, hold: Money, captured: Money?, isChargeUnstated: Bool, refunded: Money, files: FilesState
  ) {
    self.state = state
    self.hold = hold
    self.captured = captured
    self.isChargeUnstated = isChargeUnstated
    self.refunded = refunded
    self.files = files
  }

  /// What a transition does besides changing the state.
  package struct Effects: Sendable, Equatable {
    /// The ledger's new lines, in order.
    package var entries: [LedgerEntry] = []
    /// What becomes of the slot.
    package var slot: SlotEffect = .none
  }

  /// What a transition does to the generation's slot.
  package enum SlotEffect: Sendable, Equatable {
    case none
    /// The generation no longer occupies `live`; what is finished stays.
    case clearLive
    /// The result may be replayed: it becomes `finished`, and `live` is cleared.
    case finish
    /// The result can no longer be replayed: the slot forgets the generation, and remembers why.
    case lose(SlotLoss)
    /// The outcome is unknown: also a generation without a slot takes it, so that an identical create is not bought blindly.
    case occupy
  }

  /// Applies one event.
  ///
  /// - Throws: ``InvalidTransition`` where the state does not allow the event; the machine is unchanged then.
  package mutating func handle(_ event: GenerationEvent) throws(InvalidTransition) -> Effects {
    switch (state, event) {
    case (.held, .submit):
      state = .submitting
      return Effects()

    case (.submitting, .postponed):
      state = .held
      return Effects()

    case (.submitting, .accepted(_, let charge)):
      return accept(charge)

    case (.submitting, .rejected):
      state = .rejected
      return Effects(entries: [LedgerEntry(.release, hold)], slot: .clearLive)

    case (.held, .released), (.submitting, .released), (.unknown, .resolvedNotCharged):
      state = .released
      return Effects(entries: [LedgerEntry(.release, hold)], slot: .clearLive)

    case (.submitting, .lost):
      state = .unknown
      return Effects(slot: .occupy)

    case (.running, .succeeded(let record, let credit, let keepsFiles)),
      (.stalled, .succeeded(let record, let credit, let keepsFiles)):
      state = .succeeded
      guard ResultLinks.areIn(record) else { return Effects(entries: correction(to: credit), slot: .clearLive) }
      // With files to be copied the slot stays live until they are stored.
      files = keepsFiles ? .copying : .none
      return Effects(entries: correction(to: credit), slot: keepsFiles ? .none : .finish)

    case (.succeeded, .filesWanted) where files == .none:
      files = .copying
      return Effects()

    case (.succeeded, .filesKept) where files == .copying:
      files = .kept
      return Effects(slot: .finish)

    case (.succeeded, .filesLost) where files == .copying || files == .kept:
      files = .lost
      return Effects(slot: .lose(.lost))

    case (.succeeded, .filesEvicted) where files == .kept:
      files = .evicted
      return Effects(slot: .lose(.evicted))

    case (.succeeded, .purged) where files != .purged:
      files = .purged
      return Effects(slot: .lose(.purged))

    case (.running, .failed(_, let credit, let refunded)), (.stalled, .failed(_, let credit, let refunded)):
      state = .failed
      return Effects(entries: correction(to: credit) + refund(upTo: refunded), slot: .clearLive)

    case (.failed, .refunded(let refunded)):
      return Effects(entries: refund(upTo: refunded))

    case (.running, .stalled):
      state = .stalled
      return Effects()

    case (.unknown, .resolvedCharged(let upstreamID)):
      let effects = accept(.unstated)
      guard upstreamID == nil else { return effects }
      state = .failed
      return Effects(entries: effects.entries, slot: .clearLive)

    case (.stalled, .resolvedCharged(let upstreamID)):
      // With another id it is asked about again; the charge stands either way.
      state = upstreamID == nil ? .failed : .running
      return Effects(slot: upstreamID == nil ? .clearLive : .none)

    default:
      throw InvalidTransition(state: state, event: event.name)
    }
  }

  private mutating func accept(_ charge: Charge) -> Effects {
    state = .running
    let amount: Money
    switch charge {
    case .stated(let stated): amount = stated
    case .unstated:
      amount = hold
      isChargeUnstated = true
    }
    captured = amount
    return Effects(entries: [LedgerEntry(.capture, amount)])
  }

  /// The difference to the charge that the upstream names at last, where the capture was a guess.
  private mutating func correction(to credit: Money?) -> [LedgerEntry] {
    guard isChargeUnstated, let credit, let captured else { return [] }
    isChargeUnstated = false
    guard credit != captured else { return [] }
    self.captured = credit
    return [LedgerEntry(.correction, credit - captured)]
  }

  /// What has come back since the last refund. The sum of the refunds never exceeds the capture.
  private mutating func refund(upTo total: Money) -> [LedgerEntry] {
    let allowed = min(total, captured ?? .zero)
    guard allowed > refunded else { return [] }
    let entry = LedgerEntry(.refund, allowed - refunded)
    refunded = allowed
    return [entry]
  }
}

/// An event that a generation's state does not allow. Nothing changed.
package struct InvalidTransition: Error, Equatable, CustomStringConvertible {
  package let state: GenerationState
  /// The event's name, without its values.
  package let event: String

  package init(state: GenerationState, event: String) {
    self.state = state
    self.event = event
  }

  package var description: String { "a purchase that is \(state.rawValue) cannot become \(event)" }
}

extension GenerationEvent {
  /// The event's name without its values, for messages.
  package var name: String {
    switch self {
    case .submit: "submitted"
    case .postponed: "postponed"
    case .accepted: "accepted"
    case .rejected: "rejected"
    case .released: "released"
    case .lost: "unknown"
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .refunded: "refunded"
    case .stalled: "stalled"
    case .resolvedCharged: "resolved as charged"
    case .resolvedNotCharged: "resolved as not charged"
    case .filesWanted: "one whose files are copied"
    case .filesKept: "one whose files are kept"
    case .filesLost: "one whose files are lost"
    case .filesEvicted: "one whose files were removed to make room"
    case .purged: "purged"
    }
  }
}
