/// Stands for one callback of the outbox, counted from 1 and never used twice; `c17` for people.
package struct CallbackID: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The number, as the store keeps it.
  package let value: Int64

  /// - Returns: `nil` below 1.
  package init?(_ value: Int64) {
    guard value >= 1 else { return nil }
    self.value = value
  }

  /// Reads the form for people: `c` and decimal digits without leading zeros.
  package init?(_ text: String) {
    let digits = text.utf8.dropFirst()
    guard text.utf8.first == UInt8(ascii: "c"), (1...18).contains(digits.count), digits.first != UInt8(ascii: "0"),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    self.init(digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) })
  }

  /// By number.
  package static func < (left: CallbackID, right: CallbackID) -> Bool { left.value < right.value }

  /// For example `c17`.
  package var description: String { "c\(value)" }
}

extension CallbackID: Codable {
  /// Travels as its form for people.
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let id = CallbackID(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a callback such as c17: \(text)"))
    }
    self = id
  }

  /// Writes the form for people.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
