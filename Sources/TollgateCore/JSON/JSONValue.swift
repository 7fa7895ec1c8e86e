/// A JSON document's value. Text is compared and ordered by its UTF-8 bytes, never by Swift's canonical equivalence, so that
/// two values are equal exactly when their canonical bytes are.
package enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(JSONString)
  case array([JSONValue])
  case object(JSONObject)
}

extension JSONValue {
  /// The text of a string; `nil` for any other value.
  package var string: String? {
    if case .string(let text) = self { text.text } else { nil }
  }

  /// The members of an object; `nil` for any other value.
  package var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// The elements of an array; `nil` for any other value.
  package var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// `true` or `false`; `nil` for any other value.
  package var bool: Bool? {
    if case .bool(let bool) = self { bool } else { nil }
  }

  /// The number; `nil` for any other value.
  package var number: JSONNumber? {
    if case .number(let number) = self { number } else { nil }
  }

  /// Whether the value is `null`.
  package var isNull: Bool { self == .null }

  /// The member of an object; `nil` where there is none or the value is no object.
  package subscript(_ name: String) -> JSONValue? { object?[name] }

  /// The value's type with its article, for sentences: `a number`, `an object`, `null`.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
