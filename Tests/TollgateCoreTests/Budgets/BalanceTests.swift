import Testing
import TollgateCore

@Suite struct BalanceTests {
  private static func balance(_ spent: Int64, _ held: Int64, limit: Int64?) -> Balance {
    Balance(
      scope: .gateway, window: .total, spent: Money(nanodollars: spent), held: Money(nanodollars: held),
      limit: limit.map { Money(nanodollars: $0) })
  }

  @Test(
    arguments: [
      // Spent, held, limit, what is left, the most that may be held.
      (0, 0, 100, 100, 100), (60, 40, 100, 0, 0), (60, 39, 100, 1, 1), (0, 100, 100, 0, 0), (0, 0, 0, 0, 0),
      // Lowered, or a charge above its quote.
      (60, 50, 100, 0, nil), (101, 0, 100, 0, nil), (50, 0, 0, 0, nil),
    ] as [(Int64, Int64, Int64, Int64, Int64?)])
  func holdsUpToItsLimitAndNotABillionthMore(_ spent: Int64, _ held: Int64, limit: Int64, left: Int64, most: Int64?) {
    let balance = Self.balance(spent, held, limit: limit)
    #expect(balance.left == Money(nanodollars: left))
    if let most { #expect(balance.mayHold(Money(nanodollars: most))) }
    #expect(!balance.mayHold(Money(nanodollars: (most ?? -1) + 1)))
  }

  @Test func withoutALimitHoldsAnything() {
    let balance = Self.balance(1_000_000_000_000, 5, limit: nil)
    #expect(balance.left == nil && balance.mayHold(Money(nanodollars: 1_000_000_000_000_000)))
  }

  @Test(
    arguments: [
      (LedgerEntry.Kind.hold, 40, 40, 0), (.capture, 50, -40, 50), (.capture, 0, -40, 0), (.release, 40, -40, 0),
      (.refund, 30, 0, -30), (.correction, 7, 0, 7), (.correction, -7, 0, -7),
    ] as [(LedgerEntry.Kind, Int64, Int64, Int64)])
  func anEntryMovesExactly(_ kind: LedgerEntry.Kind, _ amount: Int64, held: Int64, spent: Int64) {
    let change = BalanceChange(LedgerEntry(kind, Money(nanodollars: amount)), hold: Money(nanodollars: 40))
    #expect(change == BalanceChange(held: Money(nanodollars: held), spent: Money(nanodollars: spent)))
  }
}
