/// The number of a generation: 1 to 2^36 − 1, given out in order and never twice; `g17` for people.
package struct GenerationNumber: Sendable, Hashable, Comparable {
  /// The highest number that a job id can carry.
  package static let maximum: Int64 = 1 << 36 - 1

  /// The number itself, as the store keeps it.
  package let value: Int64

  /// - Returns: `nil` outside of 1 to 2^36 − 1.
  package init?(_ value: Int64) {
    guard (1...Self.maximum).contains(value) else { return nil }
    self.value = value
  }

  /// Reads the form for people: `g` and decimal digits without leading zeros.
  package init?(_ text: String) {
    let digits = text.utf8.dropFirst()
    guard text.utf8.first == UInt8(ascii: "g"), (1...11).contains(digits.count), digits.first != UInt8(ascii: "0") else {
      return nil
    }
    var value: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    self.init(value)
  }

  package static func < (left: GenerationNumber, right: GenerationNumber) -> Bool { left.value < right.value }
}

extension GenerationNumber: CustomStringConvertible {
  /// For example `g17`.
  package var description: String { "g\(value)" }
}

extension GenerationNumber: Codable {
  /// Travels as its form for people.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let number = GenerationNumber(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a generation such as g17: \(text)")
    }
    self = number
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
