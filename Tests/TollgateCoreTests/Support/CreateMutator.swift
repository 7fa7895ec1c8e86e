import TollgateTestSupport

/// Damages bodies as broken clients, broken networks and attackers do.
struct CreateMutator {
  var random: SeededGenerator

  /// What means something in JSON, and in UTF-8.
  private static let telling =
    Array("{}[]\",:\\/u0123e-+.tfn \n".utf8) + [0x00, 0x1F, 0x7F, 0x80, 0xC3, 0xE2, 0xED, 0xF0, 0xFF]

  /// The body with one to four bytes changed, added, taken away, copied from elsewhere, or cut off.
  mutating func damaged(_ body: [UInt8]) -> [UInt8] {
    var body = body
    for _ in 0..<1 + random.below(4) where !body.isEmpty {
      let index = random.below(body.count)
      switch random.below(6) {
      case 0: body[index] ^= 1 << UInt8(random.below(8))
      case 1: body[index] = Self.telling[random.below(Self.telling.count)]
      case 2: body.insert(Self.telling[random.below(Self.telling.count)], at: index)
      case 3: body.remove(at: index)
      case 4:
        let start = random.below(body.count)
        let part = body[start..<min(body.count, start + random.below(24))]
        body.insert(contentsOf: part, at: index)
      default: if random.chance(1, in: 3) { body.removeLast(random.below(body.count)) }
      }
    }
    return body
  }
}
