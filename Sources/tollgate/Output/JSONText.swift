import Foundation

/// Values as JSON for scripts. Amounts are decimal strings, times are milliseconds since 1970.
enum JSONText {
  /// The value on several lines.
  static func pretty(_ value: some Encodable) throws -> String {
    try text(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
  }

  /// The value on one line, for scripts that read lines.
  static func line(_ value: some Encodable) throws -> String { try text(value, [.sortedKeys, .withoutEscapingSlashes]) }

  private static func text(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    return harmless(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// The same value, with an escape for each character that would change a terminal: JSON allows most of them as they are.
  private static func harmless(_ json: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where scalar == "\n": result.append(scalar)
      case .control, .lineSeparator, .paragraphSeparator, .format, .privateUse, .unassigned:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
        }
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
