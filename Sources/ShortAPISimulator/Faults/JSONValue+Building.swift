import TollgateCore

extension JSONValue {
  static func text(_ text: String) -> JSONValue { .string(JSONString(text)) }
  static func integer(_ number: Int) -> JSONValue { .number(JSONNumber(Int64(number))) }
  static func milliseconds(_ duration: Duration) -> JSONValue { .number(JSONNumber(duration.wholeMilliseconds)) }

  /// A number with a fraction, in its shortest spelling.
  static func decimal(_ number: Double) -> JSONValue {
    (try? CanonicalJSON.parse(Array(number.description.utf8))) ?? .null
  }
}
