// What a literal cannot say: the value of a variable.
extension JSONValue {
  /// A string.
  package static func text(_ text: String) -> JSONValue { .string(JSONString(text)) }

  /// A whole number.
  package static func integer(_ number: Int) -> JSONValue { .number(JSONNumber(Int64(number))) }
}
