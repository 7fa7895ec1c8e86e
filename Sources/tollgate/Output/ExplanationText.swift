import TollgateCore

/// Why the cache answers a create or not, for people.
enum ExplanationText {
  static func rendered(_ explanation: CacheExplanation, at now: Timestamp, on screen: Screen) -> String {
    let facts = FactList.rendered(
      [
        ("outcome", explanation.outcome.rawValue), ("reason", explanation.reason),
        ("purchase", explanation.generation?.description), ("content", explanation.content), ("scope", explanation.scope),
      ], on: screen)
    guard let nearest = explanation.nearest else { return facts }
    return facts + "\n" + rendered(nearest, at: now, on: screen)
  }

  private static func rendered(_ nearest: CacheExplanation.Nearest, at now: Timestamp, on screen: Screen) -> String {
    let generation = nearest.generation
    let facts = FactList.rendered(
      [
        ("nearest", generation.number.description), ("state", generation.state.rawValue), ("model", generation.model),
        ("key", generation.keyName), ("asked", DisplayText.duration(now.since(generation.createdAt)) + " ago"),
        ("scope", nearest.scope), ("variant", nearest.variant),
      ], on: screen)
    guard !nearest.differences.isEmpty else {
      return facts + "\n" + DisplayText.plain(whyNotReplayed(nearest)) + "\n"
    }
    var table = TextTable([
      .init("DIFFERS IN", mayShrink: true), .init("HERE", mayShrink: true),
      .init(generation.number.description, mayShrink: true),
    ])
    for difference in nearest.differences { table.append([difference.path, difference.here, difference.there]) }
    let more = nearest.furtherDifferences > 0 ? "… and in \(nearest.furtherDifferences) further places\n" : ""
    return facts + "\n" + table.rendered(on: screen) + more
  }

  /// It asked for exactly the same.
  private static func whyNotReplayed(_ nearest: CacheExplanation.Nearest) -> String {
    let number = nearest.generation.number
    guard nearest.generation.state == .succeeded else {
      return "It asked for exactly the same, and is \(nearest.generation.state.rawValue)."
    }
    return
      "It asked for exactly the same. Its result is kept for its own scope and variant alone, has been replaced, or is kept "
      + "no more; tollgate cache show \(number) tells which."
  }
}
