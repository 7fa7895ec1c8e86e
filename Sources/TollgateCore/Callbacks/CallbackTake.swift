/// What a courier takes out of the outbox: due callbacks, a few of each receiver, so that none fills the hands with its own.
package struct CallbackTake: Sendable, Equatable {
  package let at: Timestamp
  /// Until then nobody else takes them. A courier that died leaves them to the next after that, or at its restart.
  package let leasedUntil: Timestamp
  /// Only receivers whose host comes after this one by its bytes; empty for all.
  package let after: String
  /// At most so many callbacks in all.
  package let limit: Int
  /// How many of one receiver, where ``roomOf`` does not name it.
  package let room: Int
  /// How many of receivers that are known already: quick ones get more, and those that have enough none.
  package let roomOf: [String: Int]

  package init(at: Timestamp, leasedUntil: Timestamp, after: String = "", limit: Int, room: Int, roomOf: [String: Int] = [:]) {
    self.at = at
    self.leasedUntil = leasedUntil
    self.after = after
    self.limit = limit
    self.room = room
    self.roomOf = roomOf
  }

  /// How many of a receiver's callbacks are taken.
  package func room(of host: String) -> Int { max(roomOf[host] ?? room, 0) }
}

/// What was taken.
package struct TakenCallbacks: Sendable, Equatable {
  /// Those of one receiver together, earliest first.
  package var callbacks: [Callback] = []
  /// The last receiver that was looked at; `nil` where there is none after it.
  package var last: String?

  package init() {}
}
