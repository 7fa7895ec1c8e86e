package import TollgateCore

extension SQLiteStore {
  package func takeCallbacks(_ take: CallbackTake) async throws(StoreError) -> TakenCallbacks {
    var roused = 0
    if try await read({ try CallbackTable.hasRested(at: take.at, $0) }) {
      roused = try await writer.write { db, _ in try CallbackTable.rouse(at: take.at, db) }
    }
    // Looked for on a reader's connection: purchases do not wait for a search.
    var taken = try await read { try take.filled(from: CallbackRows(db: $0)) }
    if roused == CallbackTake.maximumRoused { taken.isCutShort = true }
    let found = taken.callbacks
    guard !found.isEmpty else { return taken }
    taken.callbacks = try await writer.write { db, _ in try found.filter { try CallbackTable.lease($0, take, db) } }
    return taken
  }

  package func nextCallback(after now: Timestamp) async throws(StoreError) -> Timestamp? {
    try await read { try CallbackTable.nextEndOfRest(after: now, $0) }
  }

  package func pullCallbacksIn(by step: Duration, latest: Timestamp, at now: Timestamp) async throws(StoreError) {
    try await writer.write { db, _ in try CallbackTable.pullIn(by: step, latest: latest, at: now, db) }
  }

  package func settle(_ settlements: [CallbackSettlement]) async throws(StoreError) {
    try await writer.write { db, _ in for settlement in settlements { try CallbackTable.settle(settlement, db) } }
  }

  package func callbacks(_ query: CallbackQuery) async throws(StoreError) -> [Callback] {
    try await read { try CallbackTable.list(query, $0) }
  }

  package func retryCallback(_ id: CallbackID, at now: Timestamp) async throws(StoreError) -> Bool {
    try await writer.write { db, _ in try CallbackTable.retry(id, at: now, db) }
  }

  package func retryCallbacks(
    after id: CallbackID?, limit: Int, at now: Timestamp
  ) async throws(StoreError) -> [CallbackID] {
    let found = try await read { try CallbackTable.givenUp(after: id, limit: limit, $0) }
    guard !found.isEmpty else { return [] }
    return try await writer.write { db, _ in try found.filter { try CallbackTable.retry($0, at: now, db) } }
  }

  package func removeCallbacks(endedBefore moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
    try await writer.write { db, _ in try CallbackTable.remove(endedBefore: moment, limit: limit, db) }
  }

  package func callbackSecret() async throws(StoreError) -> [UInt8] {
    try await read { try CallbackSecretTable.secret($0) }
  }
}
