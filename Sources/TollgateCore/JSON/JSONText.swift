/// What all that reads and writes JSON shares about text.
enum JSONText {
  /// The first place from `start` on that holds a quotation mark, a reverse solidus, a control character or, where `asciiOnly`,
  /// a byte above 0x7F; else the end. Eight bytes are looked at together.
  static func endOfPlainText(_ bytes: Span<UInt8>, from start: Int, asciiOnly: Bool) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let quotes = ones &* UInt64(UInt8(ascii: "\""))
    let escapes = ones &* UInt64(UInt8(ascii: "\\"))
    let spaces = ones &* UInt64(UInt8(ascii: " "))
    let foreign = asciiOnly ? highs : 0
    let raw = unsafe bytes.bytes
    let end = bytes.count
    var index = start
    while index &+ 8 <= end {
      // In bounds by the line above; no alignment is assumed.
      let word = unsafe UInt64(
        littleEndian: raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
      // A high bit for each byte that is zero after the XOR, or below 0x20. A borrow can mark a byte wrongly only above one
      // that is marked rightly, and only the lowest mark counts.
      let quote = word ^ quotes
      let escape = word ^ escapes
      let marks =
        ((((quote &- ones) & ~quote) | ((escape &- ones) & ~escape) | ((word &- spaces) & ~word)) & highs) | (word & foreign)
      if marks != 0 { return index &+ marks.trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < end {
      let byte = bytes[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || (asciiOnly && byte >= 0x80) { return index }
      index &+= 1
    }
    return end
  }

  /// The length of the well-formed UTF-8 sequence of two to four bytes that begins at `index`; `nil` where there is none
  /// (a stray continuation byte, an overlong form, a surrogate, a value above U+10FFFF, a sequence cut off).
  static func sequenceLength(_ bytes: Span<UInt8>, at index: Int) -> Int? {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[index] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
    for offset in 2..<max(length, 2) where bytes[index + offset] & 0xC0 != 0x80 { return nil }
    return length
  }
}
