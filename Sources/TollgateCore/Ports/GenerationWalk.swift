/// A page of one key's purchases, of which so many are looked at and no more.
package struct GenerationWalk: Sendable, Equatable {
  /// Those that are wanted, newest first.
  package let generations: [Generation]
  /// Before which purchase to go on; `nil` where all were looked at. There may be none that is wanted.
  package let goesOnBefore: GenerationNumber?

  package init(_ generations: [Generation], goesOnBefore: GenerationNumber?) {
    self.generations = generations
    self.goesOnBefore = goesOnBefore
  }
}

extension GenerationFilter {
  /// Whether a purchase is one of those that are asked for, as far as it shows that by itself: not by its words.
  package func includes(_ generation: Generation) -> Bool {
    (states.isEmpty || states.contains(generation.state)) && key.map { generation.key == $0 } ?? true
      && team.map { generation.team == $0 } ?? true && models.map { $0.matches(generation.model) } ?? true
      && since.map { generation.createdAt >= $0 } ?? true && until.map { generation.createdAt < $0 } ?? true
      && before.map { generation.number < $0 } ?? true
  }
}
