import Crypto

/// The SHA-256 of a key's secret: what is stored and looked up instead of the secret.
package struct KeyDigest: Sendable, Hashable {
  /// 32 bytes.
  package let bytes: [UInt8]

  /// The digest of a secret as a client presents it.
  package init(secret: some StringProtocol) {
    bytes = Array(SHA256.hash(data: Array(secret.utf8)))
  }

  /// A digest as the store or the configuration kept it.
  ///
  /// - Returns: `nil` unless there are 32 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == SHA256.byteCount else { return nil }
    self.bytes = bytes
  }
}
