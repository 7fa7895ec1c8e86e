import Crypto

/// The SHA-256 of a file's bytes: what a kept file is known by, in its link and on the disk.
package struct AssetID: Sendable, Hashable {
  /// The digest's 32 bytes.
  package let bytes: [UInt8]

  /// An id read back from where it was stored; `nil` unless it has 32 bytes.
  package init?(digest bytes: [UInt8]) {
    guard bytes.count == SHA256.byteCount else { return nil }
    self.bytes = bytes
  }

  /// The id of these bytes.
  package init(hashing bytes: [UInt8]) { self.bytes = Array(SHA256.hash(data: bytes)) }

  /// An id as links spell it; `nil` unless it is 64 lower-case hex digits.
  package init?(_ text: some StringProtocol) {
    guard let bytes = HexDigits.bytes(of: text), bytes.count == SHA256.byteCount else { return nil }
    self.bytes = bytes
  }
}

extension AssetID: CustomStringConvertible {
  /// 64 lower-case hex digits.
  package var description: String { HexDigits.text(of: bytes) }
}
