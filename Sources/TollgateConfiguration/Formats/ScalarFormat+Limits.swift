import TollgateCore

/// What stands in place of a number where there is no limit.
private let unlimited = "unlimited"

extension ScalarFormat<Int?> {
  /// How many of something there may be, or `unlimited`.
  static func limit(_ range: ClosedRange<Int>) -> ScalarFormat {
    let number = ScalarFormat<Int>.wholeNumber(range)
    return ScalarFormat(
      expectation: "\(number.expectation), or \(unlimited)",
      parse: { text in text == unlimited ? .some(nil) : number.parse(text).map(Optional.some) },
      spell: { $0.map(number.spell) ?? unlimited },
      hint: unlimitedHint)
  }
}

extension ScalarFormat<Money?> {
  /// How much may be spent, or `unlimited`; nothing may be bought with 0. It is read as it is written, digit by digit.
  static var budget: ScalarFormat {
    ScalarFormat(
      expectation: "an amount of dollars such as 200.00 with at most 9 places, or \(unlimited)",
      parse: { text in text == unlimited ? .some(nil) : Money(text).map(Optional.some) },
      spell: { $0.map(\.description) ?? unlimited },
      hint: { text in
        let bare = text.replacing(/,(?=[0-9]{3})|[$_ ]|USD/.ignoresCase(), with: "")
        return Money(bare) == nil ? unlimitedHint(text) : "; did you mean \(bare)?"
      })
  }
}

private func unlimitedHint(_ text: String) -> String? {
  Spelling.closest(to: text, among: [unlimited]).map { "; did you mean \($0)?" }
}
