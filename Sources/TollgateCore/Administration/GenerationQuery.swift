/// Which generations to list.
package struct GenerationQuery: Sendable, Codable, Equatable {
  package var state: GenerationState?
  package var before: GenerationNumber?
  /// 1 to 1000.
  package var limit: Int

  package init(state: GenerationState? = nil, before: GenerationNumber? = nil, limit: Int = 50) {
    self.state = state
    self.before = before
    self.limit = limit
  }
}
