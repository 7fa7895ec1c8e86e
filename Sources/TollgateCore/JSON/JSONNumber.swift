/// A number of a JSON document, held as the one spelling of its exact value.
///
/// The spelling is ECMAScript's `Number::toString` applied to the exact decimal digits: with `e` the exponent of the first
/// significant digit, plain digits for −7 < e < 21 (`0.000001`, `100000000000000000000`), else `d.ddde±n` (`1e-7`, `1e+21`).
/// `-0` is `0`. Nothing is rounded, so a number has at most ``maximumDigits`` significant digits and −400 ≤ e ≤ 400.
package struct JSONNumber: Sendable, Hashable {
  /// How many significant digits a number may have.
  package static let maximumDigits = 64
  /// How far the exponent of the first significant digit may be from 0.
  package static let maximumExponent = 400

  /// The canonical spelling.
  package let text: String

  /// A whole number.
  package init(_ value: Int64) { text = String(value) }

  init(canonical text: String) { self.text = text }

  /// The value where it is a whole number in the range of `Int64`.
  package var int64: Int64? { Int64(text) }

  /// The value as an amount of dollars, exactly; `nil` where it is negative, has more than nine places or is too large.
  package var money: Money? {
    guard text.utf8.contains(UInt8(ascii: "e")) else { return Money(text) }
    guard let decimal = ExactDecimal(text), !decimal.isNegative, (0...9).contains(decimal.places) else { return nil }
    var nanodollars = decimal.coefficient
    for _ in decimal.places..<9 {
      guard nanodollars <= UInt64(Int64.max) / 10 else { return nil }
      nanodollars *= 10
    }
    return Money(nanodollars: Int64(nanodollars))
  }
}
