import TollgateCore

/// Makes job ids like a MongoDB ObjectId: seconds, five random bytes of this run, and a counter. No two runs share one.
struct JobIdentifiers {
  private let run = UInt64.random(in: 0..<(1 << 40))
  private var counter = UInt64.random(in: 0..<(1 << 24))

  mutating func next(secondsSince1970: Int64) -> String {
    counter = (counter + 1) & 0xFF_FFFF
    var text: [UInt8] = []
    HexDigits.append(UInt64(bitPattern: secondsSince1970), count: 8, to: &text)
    HexDigits.append(run, count: 10, to: &text)
    HexDigits.append(counter, count: 6, to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
