/// Facts for people, one per line, with their names in a column.
enum FactList {
  /// Names of facts that are states, outcomes or verdicts.
  private static let states: Set<String> = ["state", "outcome"]
  /// A narrower rest of a line is no place for text.
  private static let narrowest = 20

  /// What is not known is left out. What is longer than a line goes on below its beginning; a word that is longer than a line
  /// stays whole, so that an address can be copied.
  static func rendered(_ facts: [(name: String, value: String?)], on screen: Screen) -> String {
    let known = facts.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : (name, DisplayText.plain($0)) } }
    let column = (known.map(\.0.count).max() ?? 0) + 2
    let room = screen.width.map { max(narrowest, $0 - column) }
    return known.map { name, value in
      let lines = DisplayText.folded(value, to: room).map {
        screen.painted($0, states.contains(name) ? Tone.of(word: value) : .plain)
      }
      return name + String(repeating: " ", count: column - name.count)
        + lines.joined(separator: "\n" + String(repeating: " ", count: column)) + "\n"
    }.joined()
  }
}
