/// Text in which nothing that comes from outside can end a line, a string or the reader's terminal settings.
struct EscapedText {
  private(set) var bytes: [UInt8] = []

  /// Appends text of the program itself.
  mutating func append(verbatim text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends a text as a JSON string.
  mutating func append(quoted text: String) {
    append(verbatim: "\"")
    append(text)
    append(verbatim: "\"")
  }

  /// Appends a text with `"`, `\` and everything that is no visible character written as JSON writes it.
  mutating func append(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append(verbatim: "\\\"")
      case "\\": append(verbatim: "\\\\")
      case "\n": append(verbatim: "\\n")
      case "\r": append(verbatim: "\\r")
      case "\t": append(verbatim: "\\t")
      case _ where Self.isHarmful(scalar):
        let digits = String(scalar.value, radix: 16)
        append(verbatim: "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }

  /// Control characters, line separators, and the marks that turn the direction of what follows. All have at most four hex
  /// digits.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
