import Crypto
import TollgateCore

/// The secrets of created keys: `tg_`, 160 random bits and a checksum, in hex, so that a secret scanner knows them.
enum KeySecret {
  private static let randomBytes = 20
  private static let checksumBytes = 4

  static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    let random = (0..<randomBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let checksum = SHA256.hash(data: random).prefix(checksumBytes)
    return "tg_" + HexDigits.text(of: random) + HexDigits.text(of: checksum)
  }
}
