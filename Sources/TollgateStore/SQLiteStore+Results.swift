import GRDB
package import TollgateCore

extension SQLiteStore {
  /// So many requests are added to the search index at a time: purchases wait for no longer than these take.
  private static let indexingStep = 200
  /// Between two looks at what was bought meanwhile.
  private static let indexingInterval: Duration = .seconds(1)
  /// Between two steps where much has yet to be added, as in a store of an older version: most of the writer's time is left to
  /// purchases.
  private static let indexingPause: Duration = .milliseconds(100)

  package func results(_ filter: ResultFilter) async throws(StoreError) -> [StoredResult] {
    // Without a search the index only says how the requests begin, and so do the bodies of those that it lacks.
    if filter.search != nil { try await bringIndexUpToDate() }
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

  /// Adds what is bought soon after, so that nobody who searches waits for it. Ends when it is cancelled.
  func keepIndexUpToDate() async {
    while !Task.isCancelled {
      // A store that does not take it now says so to all who write; whoever searches is told as well.
      let hasMore = (try? await indexNext()) ?? false
      do { try await Task.sleep(for: hasMore ? Self.indexingPause : Self.indexingInterval) } catch { return }
    }
  }

  /// Adds what is not in the index yet. It may be broken off at any time, and goes on from there the next time.
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
