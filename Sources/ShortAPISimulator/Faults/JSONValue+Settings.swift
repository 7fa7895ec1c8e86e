import TollgateCore

extension JSONValue {
  /// A duration as a number of milliseconds.
  static func milliseconds(_ duration: Duration) -> JSONValue { .number(JSONNumber(duration.wholeMilliseconds)) }

  /// A number with a fraction, in its shortest spelling.
  static func decimal(_ number: Double) -> JSONValue {
    (try? CanonicalJSON.parse(Array(number.description.utf8))) ?? .null
  }
}
