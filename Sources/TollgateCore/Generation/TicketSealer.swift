import Crypto

/// Seals job tickets into job ids and opens them again.
///
/// A job id is 96 bits: generation (36), serial (40) and tag (20), permuted by eight Feistel rounds over the two 48-bit
/// halves. The tag is a MAC over generation, serial and the key's id, so an id opens for its key only; the permutation hides
/// both numbers and spreads every change over the whole id. A forged id passes the tag once in a million tries and then has to
/// meet the bounds.
///
/// Rounds and tag are SipHash-2-4, each under a key of its own that HKDF-SHA256 derives from the secret.
package struct TicketSealer: Sendable {
  private static let halfMask: UInt64 = 1 << 48 - 1
  private static let tagBits: UInt64 = 20
  private static let tagMask: UInt64 = 1 << tagBits - 1
  private static let serialBits: UInt64 = 40
  private static let rounds = 8
  private static let digits = 24

  private let roundFunctions: [SipHash]
  private let tagFunction: SipHash

  /// - Parameter secret: 32 random bytes, kept with the store whose job ids they seal.
  package init(secret: [UInt8]) {
    // What is extracted is the same for every purpose.
    let material = HKDF<SHA256>.extract(inputKeyMaterial: SymmetricKey(data: secret), salt: [UInt8]())
    func function(_ purpose: String) -> SipHash {
      let key = HKDF<SHA256>.expand(
        pseudoRandomKey: material, info: Array("tollgate job ticket: \(purpose)".utf8), outputByteCount: 16)
      let words = unsafe key.withUnsafeBytes { bytes in
        unsafe (bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }, bytes[8...].reduce(0) { $0 << 8 | UInt64($1) })
      }
      return SipHash(key: words.0, words.1)
    }
    roundFunctions = (0..<Self.rounds).map { function("round \($0)") }
    tagFunction = function("tag")
  }

  /// The job id of a ticket for a key: 24 lower-case hex digits. Serials are 0 to 2^40 − 1.
  package func seal(generation: GenerationNumber, serial: Int64, key: KeyID) -> String {
    let digits = digits(generation: generation, serial: serial, key: key)
    return unsafe String(copying: UTF8Span(unchecked: digits.span))
  }

  /// The same as ``seal(generation:serial:key:)`` without memory of its own.
  package func digits(generation: GenerationNumber, serial: Int64, key: KeyID) -> InlineArray<24, UInt8> {
    let (left, right) = sealed(generation, serial, key)
    let words: InlineArray<3, UInt64> = [
      HexDigits.eight(UInt32(truncatingIfNeeded: left >> 16)).bigEndian,
      HexDigits.eight(UInt32(truncatingIfNeeded: left << 16 | right >> 32)).bigEndian,
      HexDigits.eight(UInt32(truncatingIfNeeded: right)).bigEndian,
    ]
    // As many bytes, and any of them is a byte.
    return unsafe unsafeBitCast(words, to: InlineArray<24, UInt8>.self)
  }

  /// The two halves of an id, 48 bits each.
  func sealed(_ generation: GenerationNumber, _ serial: Int64, _ key: KeyID) -> (left: UInt64, right: UInt64) {
    assert((0...JobTicket.maximumSerial).contains(serial), "serials come from blocks below 2^40")
    let serial = UInt64(truncatingIfNeeded: serial) & (1 << Self.serialBits - 1)
    let generation = UInt64(generation.value)
    // 36 + 12 bits to the left, 28 + 20 to the right.
    var left = generation << 12 | serial >> 28
    var right = (serial & (1 << 28 - 1)) << Self.tagBits | tag(generation, serial, key)
    for function in roundFunctions {
      (left, right) = (right, left ^ function.hash(right) & Self.halfMask)
    }
    return (left, right)
  }

  /// The ticket of a job id.
  ///
  /// - Returns: `nil` where the text is not 24 lower-case hex digits, was not sealed for this key under this secret, or is
  ///   outside of the bounds.
  package func open(_ id: String, key: KeyID, bounds: TicketBounds? = nil) -> JobTicket? {
    open(id.utf8Span.span, key: key, bounds: bounds)
  }

  /// The ticket of a job id, given as its bytes; see ``open(_:key:bounds:)-(String,_,_)``.
  package func open(_ id: Span<UInt8>, key: KeyID, bounds: TicketBounds? = nil) -> JobTicket? {
    guard id.count == Self.digits else { return nil }
    var left: UInt64 = 0
    var right: UInt64 = 0
    for index in 0..<Self.digits / 2 {
      guard let high = HexDigits.value(id[index]), let low = HexDigits.value(id[index + Self.digits / 2]) else { return nil }
      left = left << 4 | UInt64(high)
      right = right << 4 | UInt64(low)
    }
    for function in roundFunctions.reversed() {
      (left, right) = (right ^ function.hash(left) & Self.halfMask, left)
    }
    let generation = left >> 12
    let serial = (left & (1 << 12 - 1)) << 28 | right >> Self.tagBits
    // One comparison of whole words: its time does not depend on where the tags differ.
    guard (tag(generation, serial, key) ^ right) & Self.tagMask == 0 else { return nil }
    guard let number = GenerationNumber(Int64(generation)) else { return nil }
    let ticket = JobTicket(generation: number, serial: Int64(serial))
    guard bounds?.contains(ticket) ?? true else { return nil }
    return ticket
  }

  private func tag(_ generation: UInt64, _ serial: UInt64, _ key: KeyID) -> UInt64 {
    tagFunction.hash(generation, serial, key.high, key.low) & Self.tagMask
  }
}
