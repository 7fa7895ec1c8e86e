import Testing

@testable import TollgateCore

@Suite struct DecimalDigitsTests {
  @Test(arguments: [0, 1, -1, 9, 10, 1_000_000_007, .max, .min] as [Int64])
  func wholeNumbers(number: Int64) {
    let digits = DecimalDigits(number)
    #expect(digits.description == String(number) && digits.count == String(number).utf8.count)
  }

  @Test(
    arguments: [
      (0, "0"), (1, "0.000000001"), (40_000_000, "0.04"), (1_000_000_000, "1"), (12_500_000_000, "12.5"),
      (-40_000_000, "-0.04"),
      (-7_000_000_000, "-7"), (100_000_000_010, "100.00000001"), (.max, "9223372036.854775807"),
      (.min, "-9223372036.854775808"),
    ] as [(Int64, String)])
  func amounts(nanodollars: Int64, text: String) {
    let amount = Money(nanodollars: nanodollars)
    #expect(DecimalDigits(amount).description == text && DecimalDigits(amount).count == text.utf8.count)
    #expect(amount.description == text)
  }
}
