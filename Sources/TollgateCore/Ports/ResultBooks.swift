/// What the store knows of results that can be replayed: finding them, keeping them, giving them up, taking those of others.
package protocol ResultBooks: Sendable {
  /// Results that can be replayed, newest first.
  func results(_ filter: ResultFilter) async throws(StoreError) -> [StoredResult]

  /// What was asked for earlier and is most likely like a new request: the newest of its model, and those of any model that
  /// share words with its text; at most `limit` of each, and none whose body is very large.
  func requests(like text: String, model: String, limit: Int) async throws(StoreError) -> [EarlierRequest]

  /// Makes imported results, whose files are stored, ones that everyone may be answered with; what is there already stays.
  ///
  /// - Returns: how many are new.
  func importResults(
    _ results: [ImportedResult], owner: OwnerID, at now: Timestamp
  ) async throws(StoreError) -> Int

  /// Removes a result; its ledger and its generation stay.
  ///
  /// - Returns: the generation afterwards, and the files that nobody needs any more.
  func purge(
    _ number: GenerationNumber, at now: Timestamp
  ) async throws(StoreError) -> (generation: Generation, unneeded: [AssetID])

  /// Keeps a result's files from being removed to make room, from `moment` on; `nil` unpins it.
  ///
  /// - Returns: `false` where there is no such generation.
  func pin(_ number: GenerationNumber, at moment: Timestamp?) async throws(StoreError) -> Bool
}
