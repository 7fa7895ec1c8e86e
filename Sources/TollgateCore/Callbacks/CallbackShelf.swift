/// What a store's outbox holds ready to be taken, as reads of one moment. Each of them costs the same however much there is.
package protocol CallbackShelf {
  /// The first key after `key` that has any; `nil` where there is none. Without a key it is the first of all.
  func key(after key: KeyID?) throws -> KeyID?
  /// The first receiver of a key, by its bytes after `receiver`, for whom there are any.
  func receiver(of key: KeyID, after receiver: String) throws -> String?
  /// Those of one lane, earliest first.
  func callbacks(of lane: CallbackLane, limit: Int) throws -> [Callback]
}

extension CallbackTake {
  /// Takes from each key in turn a lane at a time, until each has its share. The turns begin after the key that the last look
  /// ended with, and a key's walk after its lane, so that no key and none of its lanes is always the first.
  ///
  /// - Throws: what the shelf throws.
  package func filled(from shelf: some CallbackShelf) throws -> TakenCallbacks {
    var taken = TakenCallbacks()
    var steps = 0
    taken.lastKey = afterKey
    var walks = try keys(on: shelf).map { Walk(key: $0, start: after[$0] ?? "", held: heldOf[$0] ?? 0) }
    while !walks.isEmpty {
      var going: [Walk] = []
      for var walk in walks {
        let free = limit - taken.callbacks.count
        let share = FairShare.room(held: walk.held, free: free)
        guard share > 0, let receiver = try walk.next(on: shelf) else { continue }
        guard steps < Self.maximumSteps else {
          taken.isCutShort = true
          return taken
        }
        steps += 1
        taken.last[walk.key] = receiver
        taken.lastKey = walk.key
        let lane = CallbackLane(key: walk.key, receiver: receiver)
        let room = min(share, room(of: lane))
        if room > 0 {
          let found = try shelf.callbacks(of: lane, limit: room)
          walk.held += found.count
          taken.callbacks += found
        }
        going.append(walk)
      }
      walks = going
    }
    return taken
  }

  /// Once round the keys that have any.
  private func keys(on shelf: some CallbackShelf) throws -> [KeyID] {
    var keys: [KeyID] = []
    while keys.count < Self.maximumSteps, let key = try shelf.key(after: keys.last ?? afterKey) { keys.append(key) }
    guard let afterKey else { return keys }
    var last: KeyID?
    while keys.count < Self.maximumSteps, let key = try shelf.key(after: last),
      !afterKey.bytes.lexicographicallyPrecedes(key.bytes)
    {
      keys.append(key)
      last = key
    }
    return keys
  }

  /// The way once round the receivers of one key.
  private struct Walk {
    let key: KeyID
    /// Where it begins and ends.
    let start: String
    var held: Int
    private var last: String
    private var isPastEnd: Bool

    init(key: KeyID, start: String, held: Int) {
      self.key = key
      self.start = start
      self.held = held
      last = start
      isPastEnd = start.isEmpty
    }

    mutating func next(on shelf: some CallbackShelf) throws -> String? {
      if let receiver = try shelf.receiver(of: key, after: last) {
        guard !isPastEnd || start.isEmpty || !start.utf8.lexicographicallyPrecedes(receiver.utf8) else { return nil }
        last = receiver
        return receiver
      }
      guard !isPastEnd else { return nil }
      isPastEnd = true
      last = ""
      return try next(on: shelf)
    }
  }
}
