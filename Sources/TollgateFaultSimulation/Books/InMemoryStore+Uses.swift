package import TollgateCore

extension InMemoryStore {
  package func uses(of number: GenerationNumber, limit: Int) async throws(StoreError) -> GenerationUses {
    try await look { state in
      let uses = state.uses.filter { $0.key.generation == number }.map { GenerationUse($0.key, $0.value) }
        .sorted { ($1.sum.count, $0.kind.key.hex) < ($0.sum.count, $1.kind.key.hex) }
      let others = uses.dropFirst(limit)
      return GenerationUses(
        keys: Array(uses.prefix(limit)), otherKeys: others.count, others: others.reduce(into: UseSum()) { $0.add($1.sum) })
    }
  }

  package func useSums(of numbers: [GenerationNumber]) async throws(StoreError) -> [GenerationNumber: UseSum] {
    try await look { state in
      state.uses.filter { numbers.contains($0.key.generation) }
        .reduce(into: [:]) { $0[$1.key.generation, default: UseSum()].add($1.value) }
    }
  }

  /// Values are in no file.
  package func figures() async throws(StoreError) -> StoreFigures {
    try await look { state in
      let stored = state.assets.values.filter(\.isStored)
      return StoreFigures(
        fileCount: stored.count, fileBytes: stored.reduce(0) { $0 + $1.blob.size },
        generationCount: Int64(state.purchases.count), firstGenerationAt: state.purchases.first?.generation.createdAt,
        lastGenerationAt: state.purchases.last?.generation.createdAt)
    }
  }
}
