import Crypto

/// The SHA-256 of a key's secret: what is stored and looked up instead of the secret.
package struct KeyDigest: Sendable, Hashable {
  // Words rather than an array: a request's digest is made and looked up without an allocation.
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  /// The digest of a secret as a client presents it.
  package init(secret: some StringProtocol) {
    self.init(secret: Array(secret.utf8).span)
  }

  /// The digest of a secret as it came, in UTF-8.
  package init(secret: Span<UInt8>) {
    var hash = SHA256()
    unsafe secret.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    self = unsafe hash.finalize().withUnsafeBytes { unsafe KeyDigest(digest: $0) }
  }

  /// A digest as the store or the configuration kept it.
  ///
  /// - Returns: `nil` unless there are 32 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == SHA256.byteCount else { return nil }
    self = unsafe bytes.withUnsafeBytes { unsafe KeyDigest(digest: $0) }
  }

  /// - Parameter digest: 32 bytes; a load beyond them traps.
  private init(digest: UnsafeRawBufferPointer) {
    first = unsafe digest.loadUnaligned(as: UInt64.self)
    second = unsafe digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    third = unsafe digest.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
    fourth = unsafe digest.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
  }

  /// 32 bytes.
  package var bytes: [UInt8] {
    [first, second, third, fourth].flatMap { word in unsafe withUnsafeBytes(of: word) { unsafe Array($0) } }
  }
}
