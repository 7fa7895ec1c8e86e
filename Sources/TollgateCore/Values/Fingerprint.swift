import Crypto

/// What stands for bytes that are too long, or not meant, to be shown.
package enum Fingerprint {
  /// The SHA-256 of the bytes, as 64 lower-case hex digits.
  package static func sha256(of bytes: [UInt8]) -> String { HexDigits.text(of: SHA256.hash(data: bytes)) }
}
