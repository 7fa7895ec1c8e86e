// Not by `nil`: `object["x"] == nil` has to ask whether the member is absent, not whether it is null.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// `true` or `false`.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A whole number.
  package init(integerLiteral value: Int64) { self = .number(JSONNumber(value)) }
  /// A text.
  package init(stringLiteral value: String) { self = .string(JSONString(value)) }
  /// An array.
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// An object; of a repeated name the last value stays.
  package init(dictionaryLiteral members: (String, JSONValue)...) {
    var object = JSONObject()
    for (name, value) in members { object[name] = value }
    self = .object(object)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object; of a repeated name the last value stays.
  package init(dictionaryLiteral members: (String, JSONValue)...) {
    self.init()
    for (name, value) in members { self[name] = value }
  }
}
