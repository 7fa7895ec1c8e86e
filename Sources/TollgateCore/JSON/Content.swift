import Crypto

/// The SHA-256 of a normalised body: what the cache knows a request by.
package struct Content: Sendable, Hashable {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  /// The content of these normalised bytes.
  package init(hashing normalised: [UInt8]) { self.init(hashing: normalised.span) }

  /// The content of these normalised bytes, which are not copied.
  package init(hashing normalised: Span<UInt8>) {
    var hash = SHA256()
    unsafe normalised.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    self = unsafe hash.finalize().withUnsafeBytes { unsafe Content(digest: $0) }
  }

  /// A content read back from where it was stored; `nil` unless it has 32 bytes.
  package init?(digest bytes: [UInt8]) {
    guard bytes.count == SHA256.byteCount else { return nil }
    self = unsafe bytes.withUnsafeBytes { unsafe Content(digest: $0) }
  }

  /// - Parameter bytes: 32 bytes; a load beyond them traps.
  private init(digest bytes: UnsafeRawBufferPointer) {
    first = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    second = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    third = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
    fourth = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
  }

  /// The digest's 32 bytes.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(SHA256.byteCount)
    for word in [first, second, third, fourth] {
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
    }
    return bytes
  }
}

extension Content: CustomStringConvertible {
  /// 64 lower-case hex digits.
  package var description: String {
    var text: [UInt8] = []
    for word in [first, second, third, fourth] { HexDigits.append(word, count: 16, to: &text) }
    return String(decoding: text, as: UTF8.self)
  }
}
