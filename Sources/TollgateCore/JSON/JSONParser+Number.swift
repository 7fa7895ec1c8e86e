extension JSONParser {
  /// The one spelling of a number.
  enum NumberSpelling {
    /// The bytes of the document themselves.
    case given(Range<Int>)
    case other(String)
  }

  /// Reads the number whose first byte is at the position, by the grammar of RFC 8259.
  mutating func number(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONNumber {
    switch try numberSpelling(bytes) {
    case .given(let range): JSONNumber(canonical: Self.text(bytes, range))
    case .other(let text): JSONNumber(canonical: text)
    }
  }

  /// Reads the number whose first byte is at the position, and spells it.
  mutating func numberSpelling(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> NumberSpelling {
    let start = position
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let whole = digits(bytes)
    guard !whole.isEmpty else { throw JSONSyntaxError("'-' needs a digit after it", at: start, in: bytes) }
    guard whole.count == 1 || bytes[whole.lowerBound] != UInt8(ascii: "0") else {
      throw JSONSyntaxError("a number must not begin with 0", at: start, in: bytes)
    }
    var fraction = position..<position
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      fraction = digits(bytes)
      guard !fraction.isEmpty else { throw JSONSyntaxError("'.' needs a digit after it", at: start, in: bytes) }
    }
    let end = position
    let exponent = try exponent(bytes, numberStart: start)
    if exponent == 0, DecimalSpelling.stands(bytes, isNegative: isNegative, whole: whole, fraction: fraction) {
      return .given(start..<end)
    }
    do {
      let spelling = try DecimalSpelling(bytes, isNegative: isNegative, whole: whole, fraction: fraction, exponent: exponent)
      return .other(spelling.text)
    } catch {
      throw JSONSyntaxError(error.reason, at: start, in: bytes)
    }
  }

  private mutating func digits(_ bytes: Span<UInt8>) -> Range<Int> {
    let start = position
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) { position += 1 }
    return start..<position
  }

  /// The exponent, or 0 where there is none. Beyond a trillion it stays there: no document is long enough to bring the value
  /// back into range, and sums with a count of digits cannot overflow.
  private mutating func exponent(_ bytes: Span<UInt8>, numberStart: Int) throws(JSONSyntaxError) -> Int {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "e") || bytes[position] == UInt8(ascii: "E") else { return 0 }
    position += 1
    let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
    if isNegative || (position < bytes.count && bytes[position] == UInt8(ascii: "+")) { position += 1 }
    let digits = digits(bytes)
    guard !digits.isEmpty else { throw JSONSyntaxError("an exponent needs a digit", at: numberStart, in: bytes) }
    var value = 0
    for index in digits { value = min(value * 10 + Int(bytes[index] - UInt8(ascii: "0")), 1_000_000_000_000) }
    return isNegative ? -value : value
  }
}
