import Testing
import TollgateCore

@Suite struct BudgetWindowTests {
  @Test(
    arguments: [
      (BudgetWindow.total, 0, BudgetPeriod.total, "in total"), (.month(202_601), 202_601, .month, "for 2026-01"),
      (.month(202_612), 202_612, .month, "for 2026-12"), (.day(20_260_101), 20_260_101, .day, "for 2026-01-01"),
      (.day(20_261_231), 20_261_231, .day, "for 2026-12-31"), (.day(20_240_229), 20_240_229, .day, "for 2024-02-29"),
    ] as [(BudgetWindow, Int64, BudgetPeriod, String)])
  func isOneNumberInTheStoreAndOneInWords(_ window: BudgetWindow, code: Int64, period: BudgetPeriod, words: String) {
    #expect(window.code == code && window.period == period && window.words == words)
  }

  @Test func aHoldFallsIntoAllThreeWindows() {
    let window = LedgerWindow(day: 20_261_231, month: 202_612)
    #expect(window.budgetWindows == [.total, .month(202_612), .day(20_261_231)])
    #expect(window.budgetWindows.map(\.period) == BudgetPeriod.allCases)
  }

  @Test func aClockThatWentBackReopensNothing() {
    let old = LedgerWindow(day: 20_261_231, month: 202_612)
    let new = LedgerWindow(day: 20_270_101, month: 202_701)
    #expect(old.notBefore(nil) == old)
    #expect(old.notBefore(old) == old)
    #expect(new.notBefore(old) == new)
    // The day and its month together.
    #expect(old.notBefore(new) == new)
  }

  @Test func theBuyersOwnBudgetComesFirst() {
    let key = KeyID.random()
    #expect(Scope.all(of: key, team: nil) == [.key(key), .gateway])
    #expect(Scope.all(of: key, team: "design") == [.key(key), .team("design"), .gateway])
  }
}
