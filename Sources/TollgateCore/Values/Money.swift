/// An amount of US dollars, in integer nano-dollars. It is never held in, or read through, a floating-point number.
///
/// The upstream's amounts are decimal strings with at most nine places and at most nine digits before the point, so that every
/// amount fits an `Int64` about nine times over; sums are checked.
package struct Money: Sendable, Hashable, Comparable {
  /// The amount in billionths of a dollar.
  package let nanodollars: Int64

  /// So many billionths of a dollar.
  package init(nanodollars: Int64) { self.nanodollars = nanodollars }

  /// No money.
  package static let zero = Money(nanodollars: 0)
  static let nanodollarsPerDollar: Int64 = 1_000_000_000
  static let places = 9

  /// Reads a decimal amount such as `0.04`, `5` or `120.50`: 1 to 9 ASCII digits, optionally a point and 1 to 9 ASCII digits.
  /// No sign, exponent, space or separator; `nil` where the text is anything else.
  package init?(_ text: some StringProtocol) {
    var whole: Int64 = 0
    var fraction: Int64 = 0
    var wholeDigits = 0
    var fractionDigits: Int?
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = Int64(byte - UInt8(ascii: "0"))
        if let seen = fractionDigits {
          guard seen < Self.places else { return nil }
          fraction = fraction * 10 + digit
          fractionDigits = seen + 1
        } else {
          guard wholeDigits < Self.places else { return nil }
          whole = whole * 10 + digit
          wholeDigits += 1
        }
      case UInt8(ascii: "."):
        guard wholeDigits > 0, fractionDigits == nil else { return nil }
        fractionDigits = 0
      default:
        return nil
      }
    }
    guard wholeDigits > 0, fractionDigits != 0 else { return nil }
    for _ in (fractionDigits ?? 0)..<Self.places { fraction *= 10 }
    nanodollars = whole * Self.nanodollarsPerDollar + fraction
  }

  /// Whether one create can cost this: at most a million dollars. What is above is taken for no amount at all, so that sums of
  /// charges stay far below where an `Int64` ends.
  package var isPlausibleCharge: Bool { (0...1_000_000 * Self.nanodollarsPerDollar).contains(nanodollars) }

  /// The order of the amounts.
  package static func < (left: Money, right: Money) -> Bool { left.nanodollars < right.nanodollars }

  /// The sum. Overflow is impossible below nine billion dollars and traps above, rather than wrapping a balance.
  package static func + (left: Money, right: Money) -> Money { Money(nanodollars: left.nanodollars + right.nanodollars) }
  /// The difference, which may be negative; it traps on overflow as the sum does.
  package static func - (left: Money, right: Money) -> Money { Money(nanodollars: left.nanodollars - right.nanodollars) }
  /// Adds to an amount; it traps on overflow as the sum does.
  package static func += (left: inout Money, right: Money) { left = left + right }

  /// The sum, or the largest or smallest amount where it is beyond that: for statistics, which nobody pays.
  package func addingSaturating(_ other: Money) -> Money {
    let (sum, overflow) = nanodollars.addingReportingOverflow(other.nanodollars)
    return overflow ? Money(nanodollars: other.nanodollars < 0 ? .min : .max) : Money(nanodollars: sum)
  }

  /// The amount times a whole number, or `nil` where that leaves the range of `Int64`.
  package func multiplied(by factor: Int64) -> Money? {
    let (product, overflow) = nanodollars.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Money(nanodollars: product)
  }
}

extension Money: CustomStringConvertible {
  /// The shortest exact decimal spelling, e.g. `0.04`, `0`, `12.5`, as the upstream writes amounts.
  package var description: String { DecimalDigits(self).description }
}

extension Money: Codable {
  /// Money travels as its decimal string, like the upstream's amounts. Only here a minus sign may stand before it: a correction
  /// of the ledger can be negative.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    guard let money = Money(isNegative ? text.dropFirst() : text[...]) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an amount of dollars: \(text)")
    }
    self = isNegative ? .zero - money : money
  }

  /// Writes the decimal string.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
