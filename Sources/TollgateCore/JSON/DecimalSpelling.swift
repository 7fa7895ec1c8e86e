/// Finds the one spelling of a decimal number from the digits of any spelling; see ``JSONNumber``.
struct DecimalSpelling {
  /// Why a number has no spelling here, as the end of a sentence.
  struct Refusal: Error { let reason: String }

  /// Up to so many digits before the point are written without an exponent, as in ECMAScript.
  private static let plainDigits = 21
  /// Up to so many zeros between the point and the first significant digit are written without an exponent, as in ECMAScript.
  private static let plainZeros = 5

  let text: String

  /// Whether the digits as they stand, without an exponent, are the one spelling already, as they are in most documents.
  static func stands(_ bytes: Span<UInt8>, isNegative: Bool, whole: Range<Int>, fraction: Range<Int>) -> Bool {
    let zero = UInt8(ascii: "0")
    let isBelowOne = bytes[whole.lowerBound] == zero
    guard whole.count <= plainDigits else { return false }
    guard !fraction.isEmpty else { return !(isBelowOne && isNegative) }
    guard whole.count + fraction.count <= JSONNumber.maximumDigits, bytes[fraction.upperBound - 1] != zero else { return false }
    return !isBelowOne || fraction.prefix(plainZeros + 1).contains { bytes[$0] != zero }
  }

  /// Spells the digits at `whole`, a point and the digits at `fraction`, which may be empty, times ten to the power of
  /// `exponent`.
  init(_ bytes: Span<UInt8>, isNegative: Bool, whole: Range<Int>, fraction: Range<Int>, exponent: Int) throws(Refusal) {
    let zero = UInt8(ascii: "0")
    // The digits as one row, without the point between them.
    func digit(_ index: Int) -> UInt8 {
      index < whole.count ? bytes[whole.lowerBound + index] : bytes[fraction.lowerBound + index - whole.count]
    }
    var first = 0
    var end = whole.count + fraction.count
    while first < end, digit(first) == zero { first += 1 }
    guard first < end else {
      text = "0"
      return
    }
    while digit(end - 1) == zero { end -= 1 }
    let count = end - first
    guard count <= JSONNumber.maximumDigits else {
      throw Refusal(reason: "a number with more than \(JSONNumber.maximumDigits) significant digits")
    }
    // The value is 0.ddd × 10^point.
    let point = whole.count - first + exponent
    guard abs(point - 1) <= JSONNumber.maximumExponent else {
      throw Refusal(reason: "a number with an exponent beyond ±\(JSONNumber.maximumExponent)")
    }

    var spelling: [UInt8] = []
    spelling.reserveCapacity(count + 32)
    if isNegative { spelling.append(UInt8(ascii: "-")) }
    if (1...Self.plainDigits).contains(point) {
      for index in 0..<max(count, point) {
        if index == point { spelling.append(UInt8(ascii: ".")) }
        spelling.append(index < count ? digit(first + index) : zero)
      }
    } else if (-Self.plainZeros...0).contains(point) {
      spelling.append(contentsOf: "0.".utf8)
      spelling.append(contentsOf: repeatElement(zero, count: -point))
      for index in first..<end { spelling.append(digit(index)) }
    } else {
      spelling.append(digit(first))
      if count > 1 { spelling.append(UInt8(ascii: ".")) }
      for index in first + 1..<end { spelling.append(digit(index)) }
      spelling.append(UInt8(ascii: "e"))
      spelling.append(UInt8(ascii: point > 0 ? "+" : "-"))
      spelling.append(contentsOf: String(abs(point - 1)).utf8)
    }
    text = String(decoding: spelling, as: UTF8.self)
  }
}
