/// One purchase upstream and its result. A number is never used twice.
package struct Generation: Sendable, Equatable {
  package let number: GenerationNumber
  package internal(set) var slot: Slot
  /// Whether a success fills the slot; false for `no-store`.
  package internal(set) var keepsResult: Bool
  /// The key that bought it, and its team.
  package let key: KeyID
  package let team: String?
  package let model: String
  package let createdAt: Timestamp
  /// Why it was bought although its slot had had a result; `nil` where it had none, or the client did not want it.
  package let boughtAfter: SlotLoss?
  /// What it cost elsewhere, where it was imported and not bought here; `nil` for a purchase.
  package var importedCost: Money?
  /// State and money.
  package var machine: GenerationStateMachine
  /// When the state last changed.
  package var updatedAt: Timestamp
  /// When the upstream's end, good or bad, was learnt.
  package var finishedAt: Timestamp?
  /// The upstream's job id.
  package var upstreamID: String?
  /// The upstream's no.
  package var rejection: Rejection?
  /// Why the hold was given back.
  package var releaseReason: ReleaseReason?
  /// Why the outcome is unknown, or the upstream's error text.
  package var note: String?

  package init(
    number: GenerationNumber, slot: Slot, keepsResult: Bool, key: KeyID, team: String?, model: String, createdAt: Timestamp,
    boughtAfter: SlotLoss? = nil, machine: GenerationStateMachine
  ) {
    self.number = number
    self.slot = slot
    self.keepsResult = keepsResult
    self.key = key
    self.team = team
    self.model = model
    self.createdAt = createdAt
    self.boughtAfter = boughtAfter
    self.machine = machine
    self.updatedAt = createdAt
  }

  package var state: GenerationState { machine.state }

  /// What became of the result's files.
  package var files: FilesState { machine.files }

  /// Whether the generation occupies its slot's `live`: while it is being made, and until its files are stored.
  package var isLive: Bool { state.isLive || files == .copying }

  /// What the purchase cost, less what came back.
  package var cost: Money { importedCost ?? (machine.captured ?? .zero) - machine.refunded }

  /// Applies one event to state, money and the facts that come with it.
  ///
  /// - Returns: what the store has to write besides the generation itself.
  /// - Throws: ``InvalidTransition``; nothing changed then.
  package mutating func apply(
    _ event: GenerationEvent, at now: Timestamp
  ) throws(InvalidTransition) -> GenerationStateMachine.Effects {
    let effects = try machine.handle(event)
    updatedAt = now
    switch event {
    case .accepted(let upstreamID, _):
      self.upstreamID = upstreamID
    case .rejected(let rejection):
      self.rejection = rejection
      finishedAt = now
    case .released(let reason):
      releaseReason = reason
      finishedAt = now
    case .lost(let reason):
      note = reason
    case .succeeded:
      note = nil
      finishedAt = now
    case .failed(let error, _, _):
      note = error
      finishedAt = now
    case .resolvedCharged(let upstreamID):
      self.upstreamID = upstreamID ?? self.upstreamID
      if state == .failed {
        note = "The result was lost; the charge was confirmed by hand."
        finishedAt = now
      }
    case .resolvedNotCharged:
      releaseReason = .notCharged
      finishedAt = now
    case .filesLost(let reason):
      note = reason
    case .filesEvicted, .purged:
      note = nil
    case .submit, .postponed, .refunded, .stalled, .filesWanted, .filesPassedOn, .filesKept:
      break
    }
    return effects
  }
}
