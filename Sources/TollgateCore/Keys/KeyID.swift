/// The identity of a key: 16 random bytes that a rotation of its secret keeps, and that every job id is bound to.
package struct KeyID: Sendable, Hashable {
  /// The first and the last eight bytes, big-endian.
  let high: UInt64
  let low: UInt64

  /// An identity read back from where it was stored; `nil` unless it has 16 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The identity of a key that is known by a digest only: the digest's first 16 bytes, as if zeros followed where it is
  /// shorter.
  package init(truncating digest: [UInt8]) {
    let bytes = digest.prefix(16) + Array(repeating: 0, count: max(0, 16 - digest.count))
    high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A new identity from the system's random numbers.
  package static func random() -> KeyID {
    var generator = SystemRandomNumberGenerator()
    return KeyID(high: generator.next(), low: generator.next())
  }

  /// The 16 bytes.
  package var bytes: [UInt8] {
    [high, low].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
    }
  }

  /// Reads what ``hex`` writes; `nil` for any other text.
  package init?(hex text: some StringProtocol) {
    guard let bytes = HexDigits.bytes(of: text) else { return nil }
    self.init(bytes: bytes)
  }

  /// 32 lower-case hex digits.
  package var hex: String {
    var text: [UInt8] = []
    HexDigits.append(high, count: 16, to: &text)
    HexDigits.append(low, count: 16, to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
