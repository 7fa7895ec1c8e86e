/// Facts for people, one per line, with their names in a column.
enum FactList {
  /// What is not known is left out.
  static func rendered(_ facts: [(name: String, value: String?)]) -> String {
    let known = facts.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : (name, $0) } }
    let column = (known.map(\.0.count).max() ?? 0) + 2
    return known.map { name, value in
      name + String(repeating: " ", count: column - name.count) + DisplayText.plain(value) + "\n"
    }.joined()
  }
}
