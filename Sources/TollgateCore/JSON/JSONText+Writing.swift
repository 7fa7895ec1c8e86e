extension JSONText {
  /// Appends a part of a text.
  static func append(_ text: Span<UInt8>, _ range: Range<Int>, to bytes: inout [UInt8]) {
    unsafe text.extracting(range).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// Whether a scalar is never written as itself.
  static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool { scalar < " " || scalar == "\"" || scalar == "\\" }

  /// Whether a reverse solidus and this byte are the canonical escape of something.
  static func isShortEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"),
      UInt8(ascii: "t"):
      true
    default: false
    }
  }

  /// Appends the canonical escape of a control character, a quotation mark or a reverse solidus.
  static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(HexDigits.lowerCase(byte >> 4))
      bytes.append(HexDigits.lowerCase(byte & 15))
    }
  }
}
