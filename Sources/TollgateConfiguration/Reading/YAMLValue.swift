/// A YAML document's value, reduced to what a configuration needs, with its places.
struct YAMLValue {
  let content: Content
  let location: SourceLocation

  enum Content {
    /// A text. A quoted one (or a block) is never taken for null, a number or a truth value.
    case scalar(String, isQuoted: Bool)
    case sequence([YAMLValue])
    case mapping([Member])
  }

  /// A name of a mapping and its value.
  struct Member {
    let name: String
    /// The place of the name.
    let location: SourceLocation
    let value: YAMLValue
  }

  /// Whether nothing was written: `key:`, `key: null` or `key: ~`.
  var isNull: Bool {
    guard case .scalar(let text, isQuoted: false) = content else { return false }
    return Self.isNull(text)
  }

  /// Whether an unquoted text stands for nothing.
  static func isNull(_ text: String) -> Bool { ["", "~", "null", "Null", "NULL"].contains(text) }

  /// What it is, for "… is a list".
  var kind: String {
    switch content {
    case .scalar: "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
