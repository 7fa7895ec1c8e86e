import Testing
import TollgateTestSupport

@testable import TollgateCore

@Suite("Hex digits")
struct HexDigitsTests {
  @Test("bytes come back from their text")
  func roundTrip() {
    let bytes = Array(UInt8.min ... .max)
    let text = HexDigits.text(of: bytes)
    #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff") && text.utf8.count == 512)
    #expect(HexDigits.bytes(of: text) == bytes)
    #expect(HexDigits.bytes(of: "") == [])
  }

  @Test("eight digits at once are the same as one after the other")
  func eight() {
    var random = SeededGenerator(seed: 1)
    for number in [0, 0x0123_4567, 0x89AB_CDEF, .max] + (0..<1000).map({ _ in UInt32(truncatingIfNeeded: random.next()) }) {
      var digits: [UInt8] = []
      HexDigits.append(UInt64(number), count: 8, to: &digits)
      #expect(digits.reduce(0) { $0 << 8 | UInt64($1) } == HexDigits.eight(number))
    }
  }

  @Test("other texts are no bytes", arguments: ["0", "000", "0g", "+f", "-0", "0X", "AB", " 00", "0\u{301}0", "００"])
  func refuses(_ text: String) {
    #expect(HexDigits.bytes(of: text) == nil)
  }

  @Test("the SHA-256 of nothing")
  func fingerprint() {
    #expect(Fingerprint.sha256(of: []) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }
}
