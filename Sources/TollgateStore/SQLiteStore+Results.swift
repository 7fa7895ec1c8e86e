import GRDB
package import TollgateCore

extension SQLiteStore {
  /// So many requests are added to the search index at a time: purchases wait for no longer than these take.
  private static let indexingStep = 200

  package func results(_ filter: ResultFilter) async throws(StoreError) -> [StoredResult] {
    do throws(StoreError) {
      try await bringIndexUpToDate()
    } catch {
      // Without a search the index only shows how the requests begin.
      guard filter.search == nil else { throw error }
    }
    return try await read { try ResultTable.list(filter, $0) }
  }

  package func generations(_ filter: GenerationFilter) async throws(StoreError) -> [Generation] {
    if filter.search != nil { try await bringIndexUpToDate() }
    return try await read { try GenerationTable.list(filter, $0) }
  }

  package func walk(_ filter: GenerationFilter, of key: KeyID) async throws(StoreError) -> GenerationWalk {
    let looked = try await read { try OwnGenerations(filter, of: key, $0) }
    do { return try await looked.page() } catch { throw DatabaseFailure.readError(error) }
  }

  package func requests(like text: String, model: String, limit: Int) async throws(StoreError) -> [EarlierRequest] {
    try await bringIndexUpToDate()
    return try await read { try ResultTable.requests(like: text, model: model, limit: limit, $0) }
  }

  /// Adds what was bought since somebody searched. It may be broken off at any time, and goes on from there the next time.
  private func bringIndexUpToDate() async throws(StoreError) {
    while true {
      let (progress, prompts) = try await read { db in
        let progress = try PromptTable.progress(db)
        return (progress, try PromptTable.next(after: progress, limit: Self.indexingStep, db))
      }
      guard !prompts.isEmpty else { return }
      try await writer.write { db, _ in try PromptTable.add(prompts, after: progress, db) }
    }
  }
}
