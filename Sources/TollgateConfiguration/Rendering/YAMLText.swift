import TollgateCore

/// Writes YAML that this module reads back as the same value.
enum YAMLText {
  /// A text: as it is where that is safe, else in double quotes.
  static func scalar(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

  /// A text in double quotes, with each `$` of a value doubled, because `${NAME}` is replaced in quotes too.
  static func quoted(_ text: String, isName: Bool = false) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "$": result += isName ? "$" : "$$"
      case " "..."~", "\u{A1}"..."\u{D7FF}": result.unicodeScalars.append(scalar)
      default: result += escaped(scalar)
      }
    }
    return result + "\""
  }

  /// `[a, b]` of texts that are YAML already.
  static func list(_ elements: [String]) -> String { "[" + elements.joined(separator: ", ") + "]" }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Letters, digits and `. _ / - : +`, beginning with a letter, digit, `.` or `/`, and nothing that YAML reads otherwise.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, first.isASCIILetterOrDigit || "./".utf8.contains(first), !text.hasSuffix(":") else {
      return false
    }
    let isWord = text.utf8.allSatisfy { $0.isASCIILetterOrDigit || "._/-:+".utf8.contains($0) }
    return isWord && !["null", "true", "false", "yes", "no", "on", "off"].contains(text.lowercased())
  }
}
