/// All addresses that begin with the same bits.
struct AddressBlock: Sendable {
  private let prefix: [UInt8]
  private let length: Int

  /// The first `length` bits of these bytes; further bytes of an address may be left out.
  init(_ prefix: [UInt8], _ length: Int) {
    self.prefix = prefix
    self.length = length
  }

  /// Whether an address's bytes, of the same family as the block, are in it.
  func contains(_ bytes: [UInt8]) -> Bool {
    let whole = length / 8
    guard bytes.prefix(whole).elementsEqual(prefix.prefix(whole)) else { return false }
    let rest = length % 8
    return rest == 0 || (bytes[whole] ^ prefix[whole]) >> UInt8(8 - rest) == 0
  }
}
