import TollgateCore

extension InMemoryTransaction {
  func idempotencyRecord(named name: String, of key: KeyID) throws -> IdempotencyRecord? {
    state.idempotency[.init(key: key, name: name)]
  }

  mutating func keep(_ record: IdempotencyRecord, named name: String, of key: KeyID) throws {
    state.idempotency[.init(key: key, name: name)] = record
  }

  mutating func removeIdempotencyRecords(of generation: GenerationNumber) throws {
    state.idempotency = state.idempotency.filter { $0.value.generation != generation }
  }

  mutating func removeIdempotencyRecords(before moment: Timestamp, limit: Int) throws {
    let over = state.idempotency.filter { $0.value.at < moment }.sorted { $0.value.at < $1.value.at }
    for (name, _) in over.prefix(limit) { state.idempotency[name] = nil }
  }
}
