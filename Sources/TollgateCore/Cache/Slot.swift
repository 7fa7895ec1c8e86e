/// Where the cache keeps at most one finished and at most one live generation.
package struct Slot: Sendable, Hashable {
  package let content: Content
  package let scope: Scope
  /// Which sample of the content this is; empty unless the client named one with `Tollgate-Variant`.
  package let variant: String

  package init(content: Content, scope: Scope, variant: String = "") {
    self.content = content
    self.scope = scope
    self.variant = variant
  }
}

/// What a slot holds at one moment.
package struct SlotContents: Sendable, Equatable {
  /// The generation whose result is replayed, and when it was finished.
  package struct Finished: Sendable, Equatable {
    package let generation: GenerationNumber
    package let at: Timestamp

    package init(generation: GenerationNumber, at: Timestamp) {
      self.generation = generation
      self.at = at
    }
  }

  /// The generation that is being made, or whose outcome is unknown.
  package struct Live: Sendable, Equatable {
    package let generation: GenerationNumber
    package let state: GenerationState

    package init(generation: GenerationNumber, state: GenerationState) {
      self.generation = generation
      self.state = state
    }
  }

  package var finished: Finished?
  package var live: Live?
  /// When the configured `on_unknown: resend` was last granted to this slot; it is granted once an hour.
  package var resentAt: Timestamp?
  /// Why nothing is finished although something was.
  package var loss: SlotLoss?

  package init(finished: Finished? = nil, live: Live? = nil, resentAt: Timestamp? = nil, loss: SlotLoss? = nil) {
    self.finished = finished
    self.live = live
    self.resentAt = resentAt
    self.loss = loss
  }
}
