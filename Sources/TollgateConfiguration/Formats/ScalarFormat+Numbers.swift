import TollgateCore

extension ScalarFormat<Int> {
  /// A whole number in decimal digits.
  static func wholeNumber(_ range: ClosedRange<Int>) -> ScalarFormat {
    ScalarFormat(
      expectation: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      parse: { text in
        guard text.utf8.allSatisfy(\.isASCIIDigit), let number = Int(text), range.contains(number) else { return nil }
        return number
      },
      spell: { String($0) })
  }
}

extension ScalarFormat<Double> {
  /// A factor such as `1.5`. Never for money.
  static func factor(_ range: ClosedRange<Double>) -> ScalarFormat {
    func spell(_ value: Double) -> String {
      let text = String(value)
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    return ScalarFormat(
      expectation: "a number from \(spell(range.lowerBound)) to \(spell(range.upperBound)), such as 1.5",
      parse: { text in
        guard Money(text) != nil, let number = Double(text), range.contains(number) else { return nil }
        return number
      },
      spell: spell)
  }
}
