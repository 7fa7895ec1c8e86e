import TollgateCore

extension YAMLText {
  /// A JSON value as YAML in flow style. Texts are always quoted, so that none is taken for something else.
  static func json(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let bool): bool ? "true" : "false"
    case .number(let number): number.text
    case .string(let text): quoted(text.text)
    case .array(let elements): list(elements.map(json))
    case .object(let object): json(object)
    }
  }

  /// A JSON object as a YAML mapping in flow style.
  static func json(_ object: JSONObject) -> String {
    // Names are no place for ${…}, so their $ stays single.
    let members = object.members.map { "\(quoted($0.name.text, isName: true)): \(json($0.value))" }
    return "{" + members.joined(separator: ", ") + "}"
  }
}
