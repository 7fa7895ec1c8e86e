/// What a courier takes out of the outbox: callbacks that are due, a few of each lane, so that neither a key nor a receiver
/// fills its hands.
package struct CallbackTake: Sendable, Equatable {
  package let at: Timestamp
  /// Until then nobody else takes them. A courier that died leaves them to the next after that, or at its restart.
  package let leasedUntil: Timestamp
  /// At most so many callbacks in all, shared between the keys as ``FairShare`` says.
  package let limit: Int
  /// How many callbacks of each key the courier has in its hands already.
  package let heldOf: [KeyID: Int]
  /// How many of one lane, where ``roomOf`` does not name it.
  package let room: Int
  /// How many of lanes that are known already: quick ones get more, and those that have enough none.
  package let roomOf: [CallbackLane: Int]
  /// The receiver after which each key's walk goes on, as ``TakenCallbacks/last`` said; from the first one where there is none.
  package let after: [KeyID: String]
  /// The key after which the walk through the keys begins, as ``TakenCallbacks/lastKey`` said; with the first one where there is
  /// none.
  package let afterKey: KeyID?

  package init(
    at: Timestamp, leasedUntil: Timestamp, limit: Int, heldOf: [KeyID: Int] = [:], room: Int,
    roomOf: [CallbackLane: Int] = [:], after: [KeyID: String] = [:], afterKey: KeyID? = nil
  ) {
    self.at = at
    self.leasedUntil = leasedUntil
    self.limit = limit
    self.heldOf = heldOf
    self.room = room
    self.roomOf = roomOf
    self.after = after
    self.afterKey = afterKey
  }

  /// Lanes that are looked at in one call at most.
  package static let maximumSteps = 4096
  /// Callbacks whose rest is ended in one call at most.
  package static let maximumRoused = 1024

  /// How many of a lane's callbacks are taken.
  func room(of lane: CallbackLane) -> Int { max(roomOf[lane] ?? room, 0) }
}

/// What was taken.
package struct TakenCallbacks: Sendable, Equatable {
  /// Those of one lane together, earliest first.
  package var callbacks: [Callback] = []
  /// The receiver of each key that was looked at last.
  package var last: [KeyID: String] = [:]
  /// The key that the look ended with.
  package var lastKey: KeyID?
  /// Whether the call ended at one of its bounds: another one may find more at once.
  package var isCutShort = false

  package init() {}
}
