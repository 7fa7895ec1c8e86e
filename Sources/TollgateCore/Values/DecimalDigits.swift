/// The decimal spelling of a number, in a place of its own: writing it needs no memory.
package struct DecimalDigits: Sendable {
  /// A sign, the 19 digits that an `Int64` has at most, and a point.
  private static let capacity = 21

  private var bytes = InlineArray<21, UInt8>(repeating: UInt8(ascii: "0"))
  private var start = Self.capacity

  /// A whole number, such as `-17`.
  package init(_ number: Int64) {
    prepend(number.magnitude, atLeast: 1)
    if number < 0 { prepend(UInt8(ascii: "-")) }
  }

  /// An amount of dollars, as ``Money/description`` spells it.
  package init(_ amount: Money) {
    let (dollars, fraction) = amount.nanodollars.magnitude.quotientAndRemainder(dividingBy: UInt64(Money.nanodollarsPerDollar))
    if fraction > 0 {
      var (fraction, places) = (fraction, Money.places)
      while fraction.isMultiple(of: 10) {
        fraction /= 10
        places -= 1
      }
      prepend(fraction, atLeast: places)
      prepend(UInt8(ascii: "."))
    }
    prepend(dollars, atLeast: 1)
    if amount < .zero { prepend(UInt8(ascii: "-")) }
  }

  /// The number of bytes.
  package var count: Int { Self.capacity - start }

  /// Gives the bytes, which are ASCII, to `body`.
  package func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.span.extracting(start..<Self.capacity))
  }

  private mutating func prepend(_ number: UInt64, atLeast count: Int) {
    var rest = number
    let end = start - count
    while rest > 0 || start > end {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      prepend(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    }
  }

  private mutating func prepend(_ byte: UInt8) {
    start -= 1
    bytes[start] = byte
  }
}

extension DecimalDigits: CustomStringConvertible {
  package var description: String {
    withBytes { bytes in unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) } }
  }
}
