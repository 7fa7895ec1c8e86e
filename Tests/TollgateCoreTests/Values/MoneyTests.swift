import Foundation
import Testing
import TollgateCore

@Suite struct MoneyTests {
  @Test(
    arguments: [
      ("0", 0, "0"), ("0.0", 0, "0"), ("0.000000000", 0, "0"), ("0.02", 20_000_000, "0.02"), ("1", 1_000_000_000, "1"),
      ("1.50", 1_500_000_000, "1.5"), ("007", 7_000_000_000, "7"), ("120.50", 120_500_000_000, "120.5"),
      ("0.000000001", 1, "0.000000001"),
      ("0.123456789", 123_456_789, "0.123456789"), ("999999999.999999999", 999_999_999_999_999_999, "999999999.999999999"),
    ] as [(String, Int64, String)]) func readsDecimals(_ text: String, nanodollars: Int64, shortest: String) throws
  {
    let money = try #require(Money(text))
    #expect(money == Money(nanodollars: nanodollars))
    #expect(money.description == shortest)
    #expect(Money(text[...]) == money)
    #expect(try JSONDecoder().decode([Money].self, from: JSONEncoder().encode([money])) == [money])
  }

  @Test(arguments: [
    "", ".", "1.", ".5", "-1", "+1", "1e3", "1E-2", "1,5", "1_000", " 1", "1 ", "0x1", "1.2.3", "1..2", "0.1234567890",
    "0.0000000001",
    "1000000000", "0000000001", "NaN", "inf", "$1", "１", "1\u{0}", "٣",
  ]) func refuses(_ text: String) {
    #expect(Money(text) == nil)
  }

  /// What a float cannot do: a thousand cents are ten dollars.
  @Test func addsExactly() throws {
    let cent = try #require(Money("0.01"))
    var sum = Money.zero
    for _ in 0..<1000 { sum += cent }
    #expect(sum == Money("10"))
    #expect(cent.multiplied(by: 1000) == sum)
    #expect(sum - cent == Money("9.99"))
    #expect(cent < sum)
    #expect(cent.multiplied(by: 0) == .zero)
  }

  @Test func aProductOutOfRangeIsNil() {
    #expect(Money(nanodollars: .max).multiplied(by: 2) == nil)
    #expect(Money(nanodollars: .min).multiplied(by: -1) == nil)
    #expect(Money(nanodollars: .max).multiplied(by: 1) == Money(nanodollars: .max))
  }

  @Test(arguments: [
    (-20_000_000, "-0.02"), (-1, "-0.000000001"), (Int64.min, "-9223372036.854775808"), (.max, "9223372036.854775807"),
  ])
  func writesDifferences(_ nanodollars: Int64, text: String) {
    #expect(Money(nanodollars: nanodollars).description == text)
  }

  @Test(arguments: [0, 1, -20_000_000, 12_500_000_000, -1] as [Int64]) func travelsThroughJSON(_ nanodollars: Int64) throws {
    let money = [Money(nanodollars: nanodollars)]
    #expect(try JSONDecoder().decode([Money].self, from: JSONEncoder().encode(money)) == money)
  }

  @Test(arguments: ["0.02", "[0.02]", "[\"--1\"]", "[\"-\"]", "[\"1e3\"]", "[null]"]) func isNotDecodedFromAnythingElse(
    _ json: String
  ) {
    #expect(throws: (any Error).self) { try JSONDecoder().decode([Money].self, from: Data(json.utf8)) }
  }
}
