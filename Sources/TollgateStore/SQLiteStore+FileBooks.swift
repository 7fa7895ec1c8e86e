package import TollgateCore

extension SQLiteStore {
  package func files(of number: GenerationNumber) async throws(StoreError) -> [ResultFile] {
    try await read { try FileTable.files(of: number, $0) }
  }

  package func copying(after number: GenerationNumber?, limit: Int) async throws(StoreError) -> [Generation] {
    try await read { try GenerationTable.list(whoseFilesAre: .copying, after: number, limit: limit, $0) }
  }

  package func passedOn(after number: GenerationNumber?, limit: Int) async throws(StoreError) -> [Generation] {
    try await read { try GenerationTable.list(whoseFilesAre: .none, after: number, limit: limit, $0) }
  }

  package func wantFiles(
    of number: GenerationNumber, links: [ResultLink], at now: Timestamp
  ) async throws(StoreError) -> Generation {
    try await change { try Bookkeeping.wantFiles(of: number, links: links, at: now, in: &$0) }
  }

  package func keepFile(
    _ blob: Blob, at position: Int, of number: GenerationNumber, at now: Timestamp
  ) async throws(StoreError) -> Generation {
    try await change { try Bookkeeping.keepFile(blob, at: position, of: number, at: now, in: &$0) }
  }

  package func loseFile(
    at position: Int, of number: GenerationNumber, reason: String, at now: Timestamp
  ) async throws(StoreError) -> Generation {
    try await change { try Bookkeeping.loseFile(at: position, of: number, reason: reason, at: now, in: &$0) }
  }

  package func asset(_ id: AssetID) async throws(StoreError) -> Asset? {
    try await read { try AssetTable.load(id, $0) }
  }

  package func loseAsset(_ id: AssetID, reason: String, at now: Timestamp) async throws(StoreError) -> [Generation] {
    try await change { try Bookkeeping.loseAsset(id, reason: reason, at: now, in: &$0) }
  }

  package func note(_ uses: [AssetUse: Timestamp]) async throws(StoreError) {
    try await change { try Bookkeeping.note(uses, in: &$0) }
  }

  package func storedBytes() async throws(StoreError) -> Int64 {
    try await read { try AssetTable.sums($0)?.bytes ?? 0 }
  }

  package func storedAssets(before id: AssetID?, limit: Int) async throws(StoreError) -> [ListedAsset] {
    try await read { try AssetTable.list(before: id, limit: limit, $0) }
  }

  package func naming(of id: AssetID, limit: Int) async throws(StoreError) -> AssetNaming {
    try await read { try AssetTable.naming(of: id, limit: limit, $0) }
  }

  package func storedBlobs(after id: AssetID?, limit: Int) async throws(StoreError) -> [Blob] {
    try await read { try AssetTable.stored(after: id, limit: limit, $0) }
  }

  package func evictable(
    unusedSince moment: Timestamp, after last: Asset?, limit: Int
  ) async throws(StoreError) -> [Asset] {
    try await read { try AssetTable.evictable(unusedSince: moment, after: last, limit: limit, $0) }
  }

  package func generations(naming id: AssetID) async throws(StoreError) -> [Generation] {
    try await read { try GenerationTable.list(naming: id, $0) }
  }

  package func evict(
    _ id: AssetID, unusedSince moment: Timestamp, at now: Timestamp
  ) async throws(StoreError) -> [Generation]? {
    try await change { try Bookkeeping.evict(id, unusedSince: moment, at: now, in: &$0) }
  }

  package func purge(
    _ number: GenerationNumber, at now: Timestamp
  ) async throws(StoreError) -> (generation: Generation, unneeded: [AssetID]) {
    try await change { try Bookkeeping.purge(number, at: now, in: &$0) }
  }

  package func pin(_ number: GenerationNumber, at moment: Timestamp?) async throws(StoreError) -> Bool {
    try await change { try GenerationTable.setPin(moment, of: number, $0.db) }
  }

  package func addAsset(_ blob: Blob, at now: Timestamp) async throws(StoreError) {
    try await change { try $0.update(Asset(blob: blob, isStored: true, usedAt: now)) }
  }

  package func importResults(
    _ results: [ImportedResult], owner: OwnerID, at now: Timestamp
  ) async throws(StoreError) -> Int {
    try await change { books in
      try results.count { try Bookkeeping.importResult($0, owner: owner, at: now, in: &books) }
    }
  }
}
