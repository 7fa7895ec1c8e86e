package import TollgateCore

extension InMemoryStore {
  package func takeCallbacks(_ take: CallbackTake) async throws(StoreError) -> TakenCallbacks {
    try await change { try $0.takeCallbacks(take) }
  }

  package func nextCallback(after now: Timestamp) async throws(StoreError) -> Timestamp? {
    try await read { $0.state.callbacks.compactMap(\.restsUntil).filter { $0 > now }.min() }
  }

  package func pullCallbacksIn(by step: Duration, latest: Timestamp, at now: Timestamp) async throws(StoreError) {
    try await change { state in
      for place in state.callbacks.indices {
        let owed = state.callbacks[place]
        guard !owed.isTaken, let rest = owed.restsUntil, rest > now else { continue }
        let new = owed.callback.attempts == 0 || rest - step > latest ? now : max(now, rest - step)
        (state.callbacks[place].callback.dueAt, state.callbacks[place].restsUntil) = (new, new)
      }
    }
  }

  package func settle(_ settlements: [CallbackSettlement]) async throws(StoreError) {
    try await change { state in
      for settlement in settlements {
        guard let place = state.callbacks.firstIndex(where: { $0.callback.id == settlement.id }),
          state.callbacks[place].callback.endedAt == nil
        else { continue }
        let settled = state.callbacks[place].callback.settled(settlement)
        state.callbacks[place] = .init(callback: settled, restsUntil: settled.dueAt)
      }
    }
  }

  package func callbacks(_ query: CallbackQuery) async throws(StoreError) -> [Callback] {
    try await read { books in
      let wanted = books.state.callbacks.reversed().map(\.callback).filter { callback in
        query.state ?? callback.state == callback.state && query.before.map { callback.id < $0 } ?? true
      }
      return Array(wanted.prefix(min(max(query.limit, 1), 1000)))
    }
  }

  package func retryCallback(_ id: CallbackID, at now: Timestamp) async throws(StoreError) -> Bool {
    try await change { !$0.retryCallbacks(at: now, limit: 1) { $0 == id }.isEmpty }
  }

  package func retryCallbacks(
    after id: CallbackID?, limit: Int, at now: Timestamp
  ) async throws(StoreError) -> [CallbackID] {
    try await change { state in state.retryCallbacks(at: now, limit: limit) { other in id.map { $0 < other } ?? true } }
  }

  package func removeCallbacks(endedBefore moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
    try await change { state in
      let old = state.callbacks.map(\.callback).filter { $0.endedAt.map { $0 < moment } ?? false }
        .sorted { ($0.endedAt ?? moment) < ($1.endedAt ?? moment) }.prefix(limit)
      let ids = Set(old.map(\.id))
      state.callbacks.removeAll { ids.contains($0.callback.id) }
      return ids.count
    }
  }

  package func callbackSecret() async throws(StoreError) -> [UInt8] { Array(32..<64) }
}

extension BookState {
  /// The first of those that were given up and are meant, which are due again.
  fileprivate mutating func retryCallbacks(
    at now: Timestamp, limit: Int, _ isMeant: (CallbackID) -> Bool
  ) -> [CallbackID] {
    var ids: [CallbackID] = []
    for place in callbacks.indices where ids.count < limit {
      var callback = callbacks[place].callback
      guard callback.state == .givenUp, isMeant(callback.id) else { continue }
      (callback.state, callback.dueAt, callback.readyAt) = (.due, now, now)
      (callback.attempts, callback.endedAt) = (0, nil)
      callbacks[place].callback = callback
      ids.append(callback.id)
    }
    return ids
  }

  fileprivate mutating func takeCallbacks(_ take: CallbackTake) throws -> TakenCallbacks {
    let rested = callbacks.indices.filter { callbacks[$0].restsUntil.map { $0 <= take.at } ?? false }
      .sorted { (callbacks[$0].restsUntil ?? take.at, $0) < (callbacks[$1].restsUntil ?? take.at, $1) }
    for place in rested.prefix(CallbackTake.maximumRoused) { callbacks[place].restsUntil = nil }
    var taken = try take.filled(from: Shelf(callbacks: callbacks.filter(\.isReady).map(\.callback)))
    if rested.count >= CallbackTake.maximumRoused { taken.isCutShort = true }
    let ids = Set(taken.callbacks.map(\.id))
    for place in callbacks.indices where ids.contains(callbacks[place].callback.id) {
      callbacks[place].restsUntil = take.leasedUntil
    }
    return taken
  }

  /// The callbacks that can be had.
  private struct Shelf: CallbackShelf {
    let callbacks: [Callback]

    func key(after key: KeyID?) -> KeyID? {
      let keys = Set(callbacks.map(\.key)).filter { key.map(\.bytes)?.lexicographicallyPrecedes($0.bytes) ?? true }
      return keys.min { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    func receiver(of key: KeyID, after receiver: String) -> String? {
      callbacks.filter { $0.key == key && receiver.utf8.lexicographicallyPrecedes($0.receiver.utf8) }.map(\.receiver)
        .min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    func callbacks(of lane: CallbackLane, limit: Int) -> [Callback] {
      let found = callbacks.filter { $0.lane == lane }
      return Array(found.sorted { ($0.dueAt ?? $0.createdAt, $0.id) < ($1.dueAt ?? $1.createdAt, $1.id) }.prefix(limit))
    }
  }
}
