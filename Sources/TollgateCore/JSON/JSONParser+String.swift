extension JSONParser {
  /// Reads the string whose opening quotation mark is at the position.
  mutating func string(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONString {
    let opening = position
    position += 1
    /// The text up to the last escape, and where the text after it begins.
    var unescaped: [UInt8] = []
    var runStart = position
    while true {
      position = JSONText.endOfPlainText(bytes, from: position, asciiOnly: true)
      guard position < bytes.count else { throw JSONSyntaxError("this string is not closed", at: opening, in: bytes) }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let run = runStart..<position
        position += 1
        if unescaped.isEmpty { return JSONString(Self.text(bytes, run)) }
        JSONText.append(bytes, run, to: &unescaped)
        return JSONString(Self.text(unescaped.span, 0..<unescaped.count))
      case UInt8(ascii: "\\"):
        JSONText.append(bytes, runStart..<position, to: &unescaped)
        unescaped.append(contentsOf: try escape(bytes).utf8)
        runStart = position
      case 0x80...:
        guard let length = JSONText.sequenceLength(bytes, at: position) else {
          throw JSONSyntaxError("not valid UTF-8", at: position, in: bytes)
        }
        position += length
      default:
        throw JSONSyntaxError("a control character in a string must be escaped", at: position, in: bytes)
      }
    }
  }

  /// Reads the escape whose reverse solidus is at the position.
  mutating func escape(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> Unicode.Scalar {
    let start = position
    guard start + 1 < bytes.count else { throw JSONSyntaxError("this escape is cut off", at: start, in: bytes) }
    position += 2
    switch bytes[start + 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let first = try fourHexDigits(bytes, escapeStart: start)
      let value: UInt32
      if first & 0xFC00 == 0xD800, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
        bytes[position + 1] == UInt8(ascii: "u")
      {
        let secondStart = position
        position += 2
        let second = try fourHexDigits(bytes, escapeStart: secondStart)
        guard second & 0xFC00 == 0xDC00 else { throw JSONSyntaxError("a lone surrogate", at: start, in: bytes) }
        value = 0x10000 + (first & 0x3FF) << 10 + second & 0x3FF
      } else {
        value = first
      }
      guard let scalar = Unicode.Scalar(value) else { throw JSONSyntaxError("a lone surrogate", at: start, in: bytes) }
      return scalar
    default:
      throw JSONSyntaxError("an unknown escape in a string", at: start, in: bytes)
    }
  }

  private mutating func fourHexDigits(_ bytes: Span<UInt8>, escapeStart: Int) throws(JSONSyntaxError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let digit: UInt8? =
        if position < bytes.count {
          switch bytes[position] {
          case let byte where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte): byte - UInt8(ascii: "0")
          case let byte where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte): byte - UInt8(ascii: "a") + 10
          case let byte where (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte): byte - UInt8(ascii: "A") + 10
          default: nil
          }
        } else {
          nil
        }
      guard let digit else { throw JSONSyntaxError("\\u needs four hexadecimal digits", at: escapeStart, in: bytes) }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  /// The text of bytes that were checked to be valid UTF-8.
  static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let span = bytes.extracting(range)
    return unsafe String(copying: UTF8Span(unchecked: span))
  }
}
