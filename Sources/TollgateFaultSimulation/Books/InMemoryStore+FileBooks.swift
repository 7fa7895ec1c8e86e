package import TollgateCore

extension InMemoryStore {
  package func files(of number: GenerationNumber) async throws(StoreError) -> [ResultFile] {
    try await read { try $0.files(of: number) }
  }

  package func copying(after number: GenerationNumber?, limit: Int) async throws(StoreError) -> [Generation] {
    try await generations(after: number, limit: limit) { $0.files == .copying }
  }

  package func passedOn(after number: GenerationNumber?, limit: Int) async throws(StoreError) -> [Generation] {
    let slots = try await read { $0.state.slots }
    return try await generations(after: number, limit: limit) { generation in
      generation.files == .none && generation.state == .succeeded && generation.keepsResult
        && slots[BookState.SlotKey(slot: generation.slot)]?.finished?.generation == generation.number
    }
  }

  private func generations(
    after number: GenerationNumber?, limit: Int, _ isWanted: (Generation) -> Bool
  ) async throws(StoreError) -> [Generation] {
    try await read { books in
      let later = books.state.purchases.lazy.map(\.generation).filter { $0.number.value > number?.value ?? 0 }
      return Array(later.filter(isWanted).prefix(limit))
    }
  }

  package func wantFiles(
    of number: GenerationNumber, links: [ResultLink], at now: Timestamp
  ) async throws(StoreError) -> Generation {
    try await write { try Bookkeeping.wantFiles(of: number, links: links, at: now, in: &$0) }
  }

  package func keepFile(
    _ blob: Blob, at position: Int, of number: GenerationNumber, at now: Timestamp
  ) async throws(StoreError) -> Generation {
    try await write { try Bookkeeping.keepFile(blob, at: position, of: number, at: now, in: &$0) }
  }

  package func loseFile(
    at position: Int, of number: GenerationNumber, reason: String, at now: Timestamp
  ) async throws(StoreError) -> Generation {
    try await write { try Bookkeeping.loseFile(at: position, of: number, reason: reason, at: now, in: &$0) }
  }

  package func asset(_ id: AssetID) async throws(StoreError) -> Asset? { try await read { try $0.asset(id) } }

  package func loseAsset(_ id: AssetID, reason: String, at now: Timestamp) async throws(StoreError) -> [Generation] {
    try await write { try Bookkeeping.loseAsset(id, reason: reason, at: now, in: &$0) }
  }

  package func note(_ uses: [AssetUse: Timestamp]) async throws(StoreError) {
    try await write { try Bookkeeping.note(uses, in: &$0) }
  }

  package func storedBytes() async throws(StoreError) -> Int64 {
    try await read { $0.state.assets.values.filter(\.isStored).reduce(0) { $0 + $1.blob.size } }
  }

  package func storedAssets(before id: AssetID?, limit: Int) async throws(StoreError) -> [ListedAsset] {
    try await read { books in
      let order = books.state.assetOrder
      let older = order.prefix(id.map { order.firstIndex(of: $0) ?? 0 } ?? order.count).reversed()
      let stored = older.compactMap { books.state.assets[$0] }.filter(\.isStored).prefix(limit)
      return try stored.map { ListedAsset($0, generationCount: try books.generations(naming: $0.blob.id).count) }
    }
  }

  package func naming(of id: AssetID, limit: Int) async throws(StoreError) -> AssetNaming {
    try await read { books in
      let numbers = try books.generations(naming: id).map(\.number)
      return AssetNaming(count: numbers.count, newest: Array(numbers.reversed().prefix(limit)))
    }
  }

  package func storedBlobs(after id: AssetID?, limit: Int) async throws(StoreError) -> [Blob] {
    try await read { books in
      let stored = books.state.assets.values.filter(\.isStored).map(\.blob)
      let later = stored.filter { $0.id.description > id?.description ?? "" }
      return Array(later.sorted { $0.id.description < $1.id.description }.prefix(limit))
    }
  }

  package func evictable(
    unusedSince moment: Timestamp, after last: Asset?, limit: Int
  ) async throws(StoreError) -> [Asset] {
    try await read { books in
      func isBefore(_ left: Asset, _ right: Asset) -> Bool {
        (left.usedAt, left.blob.id.description) < (right.usedAt, right.blob.id.description)
      }
      let unused = books.state.assets.values.filter { asset in
        asset.isStored && asset.usedAt < moment && last.map { isBefore($0, asset) } ?? true
      }.sorted(by: isBefore)
      let free = try unused.filter { asset in
        try books.generations(naming: asset.blob.id).allSatisfy { try $0.files != .copying && !books.isPinned($0.number) }
      }
      return Array(free.prefix(limit))
    }
  }

  package func generations(naming id: AssetID) async throws(StoreError) -> [Generation] {
    try await read { try $0.generations(naming: id) }
  }

  package func evict(
    _ id: AssetID, unusedSince moment: Timestamp, at now: Timestamp
  ) async throws(StoreError) -> [Generation]? {
    try await write { try Bookkeeping.evict(id, unusedSince: moment, at: now, in: &$0) }
  }

  package func purge(
    _ number: GenerationNumber, at now: Timestamp
  ) async throws(StoreError) -> (generation: Generation, unneeded: [AssetID]) {
    try await write { try Bookkeeping.purge(number, at: now, in: &$0) }
  }

  package func pin(_ number: GenerationNumber, at moment: Timestamp?) async throws(StoreError) -> Bool {
    try await write { books in
      guard books.state.purchase(number) != nil else { return false }
      books.state.purchases[Int(number.value) - 1].isPinned = moment != nil
      return true
    }
  }

  package func addAsset(_ blob: Blob, at now: Timestamp) async throws(StoreError) {
    try await write { try $0.update(Asset(blob: blob, isStored: true, usedAt: now)) }
  }

  package func importResults(
    _ results: [ImportedResult], owner: OwnerID, at now: Timestamp
  ) async throws(StoreError) -> Int {
    try await write { books in
      try results.count { try Bookkeeping.importResult($0, owner: owner, at: now, in: &books) }
    }
  }
}
