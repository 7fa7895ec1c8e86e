import GRDB
package import TollgateCore

extension SQLiteStore {
  /// So many requests are added to the search index at a time: purchases wait for no longer than these take.
  private static let indexingStep = 200

  package func results(_ filter: ResultFilter) async throws(StoreError) -> [StoredResult] {
    if filter.search != nil {
      try await bringIndexUpToDate()
    } else {
      // Without a search the index only says how the requests begin, which the bodies of those that it lacks do, too: the list is
      // right also where it cannot be written now. A step whenever somebody looks keeps nobody waiting who has not looked for long.
      do throws(StoreError) { _ = try await indexNext() } catch {}
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
    while try await indexNext() {}
  }

  /// Adds the next requests.
  ///
  /// - Returns: `false` where there are none.
  private func indexNext() async throws(StoreError) -> Bool {
    let (progress, prompts) = try await read { db in
      let progress = try PromptTable.progress(db)
      return (progress, try PromptTable.next(after: progress, limit: Self.indexingStep, db))
    }
    guard !prompts.isEmpty else { return false }
    try await writer.write { db, _ in try PromptTable.add(prompts, after: progress, db) }
    return true
  }
}
