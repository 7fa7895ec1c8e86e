/// A page of a key's own purchases.
package struct OwnGenerationPage: Sendable, Equatable {
  /// Those that are wanted, newest first.
  package let items: [GenerationSummary]
  /// Before which purchase the next page begins; `nil` where all were looked at. So many are looked at for one page: it may have
  /// less than it was asked for, or nothing, and yet there is a next one.
  package let goesOnBefore: GenerationNumber?

  package init(items: [GenerationSummary], goesOnBefore: GenerationNumber?) {
    self.items = items
    self.goesOnBefore = goesOnBefore
  }
}

/// Which generations to list; every condition that is named has to hold.
package struct GenerationQuery: Sendable, Codable, Equatable {
  /// In one of these states; empty for all.
  package var states: Set<GenerationState>
  /// Bought by the key of this name.
  package var keyName: String?
  /// Bought by a key of this team.
  package var team: String?
  /// A model's id or the beginning of one and a `*`.
  package var model: String?
  /// Bought at this moment or later.
  package var since: Timestamp?
  /// Bought before this moment.
  package var until: Timestamp?
  /// Words that all occur in the request's text.
  package var search: String?
  package var before: GenerationNumber?
  /// 1 to 1000.
  package var limit: Int

  package init(states: Set<GenerationState> = [], before: GenerationNumber? = nil, limit: Int = 50) {
    self.states = states
    self.before = before
    self.limit = limit
  }
}
