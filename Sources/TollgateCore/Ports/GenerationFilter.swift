/// Which generations to list; every condition that is named has to hold.
package struct GenerationFilter: Sendable, Equatable {
  /// In one of these states; empty for all.
  package var states: Set<GenerationState> = []
  /// Bought by this key.
  package var key: KeyID?
  /// Bought by a key of this team.
  package var team: String?
  package var models: ModelPattern?
  /// Bought at this moment or later.
  package var since: Timestamp?
  /// Bought before this moment.
  package var until: Timestamp?
  /// Whose request, unless it was purged, has these words.
  package var search: SearchWords?
  /// Only those with a smaller number, for paging.
  package var before: GenerationNumber?
  /// 1 to 1000.
  package var limit = 50

  package init() {}
}

extension Store {
  /// Generations, newest first: at most `limit`, only those in `state` where one is named, and only those with a smaller number
  /// than `before` where one is named, for paging.
  package func generations(
    in state: GenerationState?, before: GenerationNumber?, limit: Int
  ) async throws(StoreError) -> [Generation] {
    var filter = GenerationFilter()
    if let state { filter.states = [state] }
    filter.before = before
    filter.limit = limit
    return try await generations(filter)
  }
}
