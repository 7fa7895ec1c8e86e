package import TollgateCore

extension InMemoryStore {
  package func takeCallbacks(_ take: CallbackTake) async throws(StoreError) -> TakenCallbacks {
    try await change { $0.takeCallbacks(take) }
  }

  package func nextCallback(after now: Timestamp) async throws(StoreError) -> Timestamp? {
    try await read { $0.state.callbacks.compactMap(\.callback.dueAt).filter { $0 > now }.min() }
  }

  package func settle(_ settlements: [CallbackSettlement]) async throws(StoreError) {
    try await change { state in
      for settlement in settlements {
        guard let place = state.callbacks.firstIndex(where: { $0.callback.id == settlement.id }),
          state.callbacks[place].callback.endedAt == nil
        else { continue }
        state.callbacks[place] = .init(callback: state.callbacks[place].callback.settled(settlement))
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

  package func retryCallbacks(_ id: CallbackID?, at now: Timestamp) async throws(StoreError) -> Int {
    try await change { state in
      var count = 0
      for place in state.callbacks.indices where id ?? state.callbacks[place].callback.id == state.callbacks[place].callback.id
      {
        guard state.callbacks[place].callback.state == .givenUp else { continue }
        var callback = state.callbacks[place].callback
        (callback.state, callback.dueAt, callback.readyAt) = (.due, now, now)
        (callback.attempts, callback.endedAt) = (0, nil)
        state.callbacks[place].callback = callback
        count += 1
      }
      return count
    }
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
  fileprivate mutating func takeCallbacks(_ take: CallbackTake) -> TakenCallbacks {
    var taken = TakenCallbacks()
    let hosts = Set(callbacks.filter { $0.callback.dueAt != nil }.map(\.callback.host))
    for host in hosts.sorted(by: Self.precedes) where Self.precedes(take.after, host) {
      guard taken.callbacks.count < take.limit else { return taken }
      taken.last = host
      let due = callbacks.indices.filter { place in
        let owed = callbacks[place]
        guard owed.callback.host == host, let dueAt = owed.callback.dueAt, dueAt <= take.at else { return false }
        return owed.leasedUntil.map { $0 <= take.at } ?? true
      }.sorted { (callbacks[$0].callback.dueAt ?? take.at, $0) < (callbacks[$1].callback.dueAt ?? take.at, $1) }
      for place in due.prefix(min(take.room(of: host), take.limit - taken.callbacks.count)) {
        callbacks[place].leasedUntil = take.leasedUntil
        taken.callbacks.append(callbacks[place].callback)
      }
    }
    if taken.callbacks.count < take.limit { taken.last = nil }
    return taken
  }

  private static func precedes(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }
}
