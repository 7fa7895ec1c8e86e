/// Makes job ids like a MongoDB ObjectId: seconds, five random bytes of this run, and a counter. No two runs share one.
struct JobIdentifiers {
  private let run = UInt64.random(in: 0..<(1 << 40))
  private var counter = UInt64.random(in: 0..<(1 << 24))

  mutating func next(secondsSince1970: Int64) -> String {
    counter = (counter + 1) & 0xFF_FFFF
    return Self.hex(UInt64(bitPattern: secondsSince1970), digits: 8) + Self.hex(run, digits: 10) + Self.hex(counter, digits: 6)
  }

  /// The lowest digits of a number in lower-case hexadecimal.
  private static func hex(_ number: UInt64, digits: Int) -> String {
    let kept = number & ((1 << (4 * UInt64(digits))) - 1)
    let text = String(kept, radix: 16)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
