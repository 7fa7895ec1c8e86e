/// Base64 in one spelling: the standard alphabet, padded, without white space, and with zeros where bits are left over
/// (RFC 4648 §3.5). In one pass, whatever the length.
enum Base64Text {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  private static let notInAlphabet: UInt8 = 0xFF

  /// By letter of either alphabet, the six bits that it stands for.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: notInAlphabet, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    return values
  }()

  /// The one spelling of base64 in either alphabet, with or without padding, with white space anywhere, and, where
  /// `isPercentEncoded`, with `%2B` and the like for letters, as in a URL.
  ///
  /// - Returns: `nil` for what is no base64.
  static func canonical(_ text: Span<UInt8>, isPercentEncoded: Bool) -> [UInt8]? {
    let (alphabet, values) = (Self.alphabet, Self.values)
    var letters: [UInt8] = []
    letters.reserveCapacity(text.count + 3)
    var paddings = 0
    var index = 0
    while index < text.count {
      var byte = text[index]
      if isPercentEncoded, byte == UInt8(ascii: "%") {
        guard let decoded = ASCIIText.percentDecoded(text, at: index) else { return nil }
        byte = decoded
        index += 2
      }
      index += 1
      let value = values[Int(byte)]
      if value != notInAlphabet {
        guard paddings == 0 else { return nil }
        letters.append(alphabet[Int(value)])
      } else if byte == padding {
        paddings += 1
      } else if !ASCIIText.isWhiteSpace(byte) {
        return nil
      }
    }
    let leftOver = letters.count % 4
    let missing = (4 - leftOver) % 4
    guard leftOver != 1, paddings == 0 || paddings == missing else { return nil }
    if leftOver > 0 {
      let used: UInt8 = leftOver == 2 ? 0b110000 : 0b111100
      letters[letters.count - 1] = alphabet[Int(values[Int(letters[letters.count - 1])] & used)]
      letters.append(contentsOf: repeatElement(padding, count: missing))
    }
    return letters
  }

  /// The base64 of these bytes.
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    let alphabet = Self.alphabet
    var letters: [UInt8] = []
    letters.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let count = min(3, bytes.count - index)
      var group = UInt32(bytes[index]) << 16
      if count > 1 { group |= UInt32(bytes[index + 1]) << 8 }
      if count > 2 { group |= UInt32(bytes[index + 2]) }
      for place in 0..<4 {
        letters.append(place <= count ? alphabet[Int(group >> UInt32(18 - 6 * place) & 63)] : padding)
      }
      index += 3
    }
    return letters
  }

  /// The first bytes that base64 stands for, at most `count`; fewer where it ends, or is none any more.
  static func beginning(_ text: Span<UInt8>, count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var bitCount: UInt32 = 0
    var index = 0
    while index < text.count, bytes.count < count {
      let byte = text[index]
      index += 1
      if ASCIIText.isWhiteSpace(byte) { continue }
      let value = values[Int(byte)]
      guard value != notInAlphabet else { break }
      bits = (bits << 6 | UInt32(value)) & 0xFFFF
      bitCount += 6
      guard bitCount >= 8 else { continue }
      bitCount -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
    }
    return bytes
  }
}
