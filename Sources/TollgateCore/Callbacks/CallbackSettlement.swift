/// What became of a callback that was taken.
package struct CallbackSettlement: Sendable, Equatable {
  /// How it goes on.
  package enum Outcome: Sendable, Equatable {
    /// The receiver has it, and answered with this status.
    case delivered(status: Int)
    /// It is tried again.
    case again(at: Timestamp, status: Int?, reason: String)
    /// Nobody tries any more.
    case givenUp(status: Int?, reason: String)
    /// Nothing was posted, because the job is not at its end: it waits for that, but no longer than until this moment.
    case early(until: Timestamp)
    /// Nothing was posted, for want of something on this side; it is tried again, and no try is counted. Where no patience is
    /// used either, it is as if it had been ready so much later.
    case postponed(until: Timestamp, usesPatience: Bool = true)
  }

  package let id: CallbackID
  /// When it was due as it was taken: where that has changed since, an early one is looked at again.
  package let dueAt: Timestamp?
  package let outcome: Outcome
  package let at: Timestamp

  package init(_ callback: Callback, _ outcome: Outcome, at: Timestamp) {
    id = callback.id
    dueAt = callback.dueAt
    self.outcome = outcome
    self.at = at
  }
}

extension Callback {
  /// The callback as a settlement leaves it.
  package func settled(_ settlement: CallbackSettlement) -> Callback {
    var new = self
    switch settlement.outcome {
    case .delivered(let status):
      new.end(.delivered, status: status, reason: nil, at: settlement.at)
    case .again(let moment, let status, let reason):
      new.attempts += 1
      (new.lastStatus, new.lastReason) = (status, reason)
      new.dueAt = moment
    case .givenUp(let status, let reason):
      new.end(.givenUp, status: status, reason: reason, at: settlement.at)
    case .early(let moment) where dueAt == settlement.dueAt:
      new.state = .waiting
      new.dueAt = moment
    case .early:
      break
    case .postponed(let moment, let usesPatience):
      new.dueAt = moment
      guard !usesPatience, let dueAt else { break }
      new.readyAt = (readyAt ?? createdAt) + max(moment.since(dueAt), .zero)
    }
    return new
  }

  private mutating func end(_ state: CallbackState, status: Int?, reason: String?, at moment: Timestamp) {
    self.state = state
    attempts += 1
    (lastStatus, lastReason) = (status, reason)
    dueAt = nil
    endedAt = moment
  }
}
