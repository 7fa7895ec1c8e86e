import Testing
import TollgateCore

/// A refusal names scope, window, limit, what is left, what is needed and when the window ends; amounts to the last place.
@Suite struct BudgetShortageTests {
  private static let key = Scope.key(KeyID.random())
  private static let end = Timestamp(millisecondsSince1970: 1_774_915_200_000)  // 2026-03-31T00:00:00Z

  private static func shortage(
    _ scope: Scope, _ window: BudgetWindow, limit: String, spent: String, held: String = "0", needed: String = "0.04"
  ) throws -> BudgetShortage {
    let balance = Balance(
      scope: scope, window: window, spent: try money(spent), held: try money(held), limit: try money(limit))
    return BudgetShortage(balance: balance, needed: try money(needed))
  }

  private static func money(_ text: String) throws -> Money {
    let money: Money = try #require(Money(text))
    return money
  }

  @Test func namesEverythingToWhoeverMaySeeIt() throws {
    let cases = [
      (
        try Self.shortage(Self.key, .day(20_260_330), limit: "5", spent: "4.88", held: "0.080000001"), Self.end,
        "this key's limit is $5 for 2026-03-30 until 2026-03-31T00:00:00.000Z, of which $0.039999999 is left"
      ),
      (
        try Self.shortage(.team("design"), .month(202_603), limit: "200", spent: "200"), Self.end,
        "the team design's limit is $200 for 2026-03 until 2026-03-31T00:00:00.000Z, of which $0 is left"
      ),
      (
        try Self.shortage(.gateway, .total, limit: "0.03", spent: "0"), nil,
        "the gateway's limit is $0.03 in total, of which $0.03 is left"
      ),
      // Lowered below what was spent: nothing is left, and not less.
      (
        try Self.shortage(.gateway, .total, limit: "1", spent: "7"), nil,
        "the gateway's limit is $1 in total, of which $0 is left"
      ),
    ]
    for (shortage, end, middle) in cases {
      let sentence = shortage.sentence(resetsAt: end)
      #expect(sentence == "The budget does not suffice: \(middle), and this create needs $0.04.")
    }
  }

  @Test func aKeySeesTheFiguresOfItsOwnBudget() throws {
    let own = try Self.shortage(Self.key, .day(20_260_330), limit: "5", spent: "4.98")
    let sentence = own.sentenceForKey(resetsAt: Self.end)
    #expect(sentence.hasPrefix(own.sentence(resetsAt: Self.end)))
    #expect(
      sentence.hasSuffix(
        " Nothing was bought. Wait until then, or ask whoever runs this gateway to raise this key's budget; what is cached is "
          + "answered all the same."))
    let total = try Self.shortage(Self.key, .total, limit: "5", spent: "4.98").sentenceForKey(resetsAt: nil)
    #expect(total.contains("Nothing was bought. Ask whoever runs this gateway to raise this key's budget;"))
  }

  @Test func aKeySeesNoFigureOfOthersBudgets() throws {
    let cases: [(Scope, BudgetWindow, Timestamp?, String)] = [
      (
        .team("design"), .month(202_603), Self.end,
        "The budget of the team design for 2026-03 does not suffice for this create until 2026-03-31T00:00:00.000Z."
      ),
      (
        .gateway, .day(20_260_330), Self.end,
        "The budget of the whole gateway for 2026-03-30 does not suffice for this create until 2026-03-31T00:00:00.000Z."
      ),
      (.gateway, .total, nil, "The budget of the whole gateway in total does not suffice for this create."),
    ]
    for (scope, window, end, beginning) in cases {
      let sentence = try Self.shortage(scope, window, limit: "123.45", spent: "120.07", held: "3.35", needed: "0.06")
        .sentenceForKey(resetsAt: end)
      #expect(sentence.hasPrefix(beginning + " Nothing was bought. "), "\(sentence)")
      for figure in ["$", "123", "120", "3.35", "0.06", "0.03"] { #expect(!sentence.contains(figure), "\(sentence)") }
    }
  }
}
