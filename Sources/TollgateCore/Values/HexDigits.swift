/// Lower-case hexadecimal digits, as job ids, contents, digests and key ids are written.
package enum HexDigits {
  /// The digit of a value below 16.
  static func lowerCase(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// The value of a lower-case digit; `nil` for any other byte.
  static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  /// Appends the lowest `count` digits of a number, the highest first.
  package static func append(_ number: UInt64, count: Int, to text: inout [UInt8]) {
    for index in (0..<count).reversed() {
      text.append(lowerCase(UInt8(truncatingIfNeeded: number >> UInt64(index * 4)) & 15))
    }
  }

  /// The eight digits of a number together, the first of them in the highest byte.
  static func eight(_ number: UInt32) -> UInt64 {
    // Each half byte into a byte of its own; 39 more than "0" is where "a" to "f" begin, for those above 9.
    var digits = UInt64(number)
    digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
    digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
    digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0F
    let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return digits &+ 0x3030_3030_3030_3030 &+ letters &* 39
  }

  /// Two digits for each byte.
  package static func text(of bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.flatMap { [lowerCase($0 >> 4), lowerCase($0 & 15)] }, as: UTF8.self)
  }

  /// Reads two digits for each byte.
  ///
  /// - Returns: `nil` where the text has anything but lower-case digits, or an odd number of them.
  package static func bytes(of text: some StringProtocol) -> [UInt8]? {
    // A million files' names are read at a start: not byte by byte through a protocol.
    bytes(of: String(text).utf8)
  }

  private static func bytes(of digits: String.UTF8View) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var high: UInt8?
    for digit in digits {
      guard let value = value(digit) else { return nil }
      if let first = high { bytes.append(first << 4 | value) }
      high = high == nil ? value : nil
    }
    return high == nil ? bytes : nil
  }
}
