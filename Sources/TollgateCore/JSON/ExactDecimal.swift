/// A decimal number as an integer and a count of places, for exact arithmetic on prices: `7.5` is 75 with 1 place.
struct ExactDecimal: Sendable, Equatable {
  let isNegative: Bool
  let coefficient: UInt64
  /// How many of the coefficient's digits stand after the point. Never negative: `1e+3` is 1000 with 0 places.
  let places: Int

  /// Reads digits with an optional sign, point and exponent.
  ///
  /// - Returns: `nil` for any other text, and where more than 18 digits would be needed.
  init?(_ text: some StringProtocol) {
    let maximumDigits = 18
    var coefficient: UInt64 = 0
    var places = 0
    var digits = 0
    var exponent = 0
    var isNegative = false
    var seenPoint = false
    var bytes = text.utf8.makeIterator()
    var next = bytes.next()
    if next == UInt8(ascii: "-") {
      isNegative = true
      next = bytes.next()
    }
    scan: while let byte = next {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard digits < maximumDigits else { return nil }
        coefficient = coefficient * 10 + UInt64(byte - UInt8(ascii: "0"))
        digits += 1
        if seenPoint { places += 1 }
      case UInt8(ascii: "."):
        guard !seenPoint, digits > 0 else { return nil }
        seenPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        var rest: [UInt8] = []
        while let byte = bytes.next() { rest.append(byte) }
        guard let value = Int(String(decoding: rest, as: UTF8.self)), value.magnitude <= JSONNumber.maximumExponent else {
          return nil
        }
        exponent = value
        break scan
      default:
        return nil
      }
      next = bytes.next()
    }
    guard digits > 0, !seenPoint || places > 0 else { return nil }
    places -= exponent
    while places < 0 {
      guard coefficient < 100_000_000_000_000_000 else { return nil }
      coefficient *= 10
      places += 1
    }
    while places > 0, coefficient % 10 == 0 {
      coefficient /= 10
      places -= 1
    }
    guard places <= maximumDigits else { return nil }
    self.isNegative = isNegative
    self.coefficient = coefficient
    self.places = places
  }
}

extension ExactDecimal {
  /// Reads a number, or a string that holds one; `nil` for anything else.
  init?(_ value: JSONValue) {
    switch value {
    case .number(let number): self.init(number.text)
    case .string(let string): self.init(string.text)
    default: return nil
    }
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// The value's one plain spelling, without an exponent or a zero that could be left out: `7.5`, `-3`, `0.000001`.
  var description: String {
    let digits = String(coefficient)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
    let sign = isNegative && coefficient > 0 ? "-" : ""
    return sign + padded.dropLast(places) + (places > 0 ? "." + padded.suffix(places) : "")
  }
}
