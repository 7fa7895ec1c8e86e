import Crypto

/// The secrets of created keys: `tg_`, 160 random bits and a checksum, in hex, so that a secret scanner knows them.
enum KeySecret {
  private static let randomBytes = 20
  private static let checksumBytes = 4

  static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    let random = (0..<randomBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let checksum = SHA256.hash(data: random).prefix(checksumBytes)
    return "tg_" + hex(random) + hex(checksum)
  }

  static func isValidName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
