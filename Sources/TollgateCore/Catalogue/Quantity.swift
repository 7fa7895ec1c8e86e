/// How many units a create buys, exactly: `7.5` seconds is 75 with 1 place.
struct Quantity: Sendable, Equatable {
  static let one = Quantity(coefficient: 1, places: 0)

  private let coefficient: Int64
  private let places: Int

  private init(coefficient: Int64, places: Int) {
    self.coefficient = coefficient
    self.places = places
  }

  /// Reads a number, or a string that holds one.
  ///
  /// - Returns: `nil` unless it is above 0, at most `maximum`, and whole where it has to be.
  init?(_ value: JSONValue, maximum: Int64, isWhole: Bool) {
    guard let decimal = ExactDecimal(value) else { return nil }
    self.init(decimal, maximum: maximum, isWhole: isWhole)
  }

  /// - Returns: `nil` unless the number is above 0, at most `maximum`, and whole where it has to be.
  init?(_ decimal: ExactDecimal, maximum: Int64, isWhole: Bool) {
    guard !decimal.isNegative, decimal.coefficient > 0 else { return nil }
    guard !isWhole || decimal.places == 0, let coefficient = Int64(exactly: decimal.coefficient) else { return nil }
    self.init(coefficient: coefficient, places: decimal.places)
    guard Int128(coefficient) <= Int128(maximum) * scale else { return nil }
  }

  /// The quantity times a whole number; `nil` on overflow.
  func multiplied(by factor: Int64) -> Quantity? {
    let (product, overflow) = coefficient.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Quantity(coefficient: product, places: places)
  }

  /// A number with so many places, e.g. pixels as megapixels with 6.
  func dividedByTen(_ times: Int) -> Quantity { Quantity(coefficient: coefficient, places: places + times) }

  func isLess(than other: Quantity) -> Bool {
    Int128(coefficient) * other.scale < Int128(other.coefficient) * scale
  }

  func isEqual(to whole: Int64) -> Bool { Int128(coefficient) == Int128(whole) * scale }

  /// So many units at this price, rounded up to the nano-dollar; `nil` where that leaves the range of money.
  func cost(at price: Money) -> Money? {
    let exact = Int128(price.nanodollars) * Int128(coefficient)
    let (quotient, remainder) = exact.quotientAndRemainder(dividingBy: scale)
    guard let nanodollars = Int64(exactly: quotient + (remainder > 0 ? 1 : 0)) else { return nil }
    return Money(nanodollars: nanodollars)
  }

  private var scale: Int128 {
    var scale: Int128 = 1
    for _ in 0..<places { scale *= 10 }
    return scale
  }
}
