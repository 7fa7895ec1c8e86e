/// ASCII in bytes.
enum ASCIIText {
  /// Whether the byte is white space: <https://infra.spec.whatwg.org/#ascii-whitespace>.
  static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0x0C
  }

  /// Where the text without white space around it is.
  static func trimmed(_ text: Span<UInt8>) -> Range<Int> {
    var first = 0
    var end = text.count
    while first < end, isWhiteSpace(text[first]) { first += 1 }
    while first < end, isWhiteSpace(text[end - 1]) { end -= 1 }
    return first..<end
  }

  /// Whether every byte may stand in a token of a media type (RFC 9110 §5.6.2), and there is one.
  static func isToken(_ text: some Collection<UInt8>) -> Bool {
    !text.isEmpty
      && text.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default:
          tokenMarks.contains(byte)
        }
      }
  }

  private static let tokenMarks = Array("!#$%&'*+-.^_`|~".utf8)

  /// The byte that `%` and two hex digits at the index stand for; `nil` where that is not there.
  static func percentDecoded(_ text: Span<UInt8>, at index: Int) -> UInt8? {
    guard index + 2 < text.count, let high = hexDigit(text[index + 1]), let low = hexDigit(text[index + 2]) else { return nil }
    return high << 4 | low
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
