/// The classes of bytes of RFC 9110 and RFC 9112, as bits of two words.
struct ByteClass: Sendable {
  /// The bytes of methods and of field names.
  static let token = ByteClass(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE)
  /// Every visible ASCII character but `#`, because a fragment is never sent, and `\`, which some take for `/`.
  static let target = ByteClass(low: 0xFFFF_FFF6_0000_0000, high: 0x7FFF_FFFF_EFFF_FFFF)
  /// The bytes of host names and of IPv4 addresses.
  static let host = ByteClass(low: 0x03FF_6000_0000_0000, high: 0x07FF_FFFE_87FF_FFFE)
  /// The bytes of field values: visible ASCII characters, space and tab.
  static let value = ByteClass(low: 0xFFFF_FFFF_0000_0200, high: 0x7FFF_FFFF_FFFF_FFFF)

  private let low: UInt64
  private let high: UInt64

  /// Whether a byte is in the class. None beyond ASCII is in any.
  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    byte < 128 && ((byte < 64 ? low : high) &>> UInt64(byte)) & 1 != 0
  }

  /// Whether all bytes of a range are in the class.
  func containsAll(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool { end(of: bytes, range) == range.upperBound }

  /// Where the first byte of a range is that is not in the class, or its end.
  func end(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    // Its bounds are checked once.
    let part = bytes.extracting(range)
    var index = 0
    while index < part.count, unsafe contains(part[unchecked: index]) { index += 1 }
    return range.lowerBound + index
  }
}

extension UInt8 {
  static let carriageReturn: UInt8 = 13
  static let lineFeed: UInt8 = 10
  static let space: UInt8 = 32
  static let tab: UInt8 = 9

  /// The byte in lower case where it is a letter.
  var lowercased: UInt8 { (65...90).contains(self) ? self | 32 : self }

  /// The value of a hexadecimal digit.
  var hexValue: Int? {
    switch self {
    case 48...57: Int(self) - 48
    case 65...70: Int(self) - 55
    case 97...102: Int(self) - 87
    default: nil
    }
  }
}
