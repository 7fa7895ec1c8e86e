/// Lower-case hexadecimal digits, as job ids, contents and key ids are written.
enum HexDigits {
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

  /// The lowest `count` digits of a number, the highest first.
  static func append(_ number: UInt64, count: Int, to text: inout [UInt8]) {
    for index in (0..<count).reversed() {
      text.append(lowerCase(UInt8(truncatingIfNeeded: number >> UInt64(index * 4)) & 15))
    }
  }
}
