import Foundation
import Testing
import TollgateCore

@Suite struct LimitValuesTests {
  @Test func aRateIsFoundByWhatItCounts() {
    let limits = RateLimits(createsPerMinute: 600, generationsPerMinute: 30)
    #expect(RateRefusal.Kind.allCases.map { limits[$0] } == [600, 30])
    #expect(RateRefusal.Kind.allCases.map { RateLimits(generationsPerMinute: 30)[$0] } == [nil, 30])
    #expect(RateRefusal.Kind.allCases.map { RateLimits()[$0] } == [nil, nil])
  }

  @Test func aBudgetIsFoundByItsPeriod() {
    var limits = BudgetLimits()
    for (count, period) in BudgetPeriod.allCases.enumerated() { limits[period] = Money(nanodollars: Int64(count)) }
    let expected = BudgetLimits(total: .zero, month: Money(nanodollars: 1), day: Money(nanodollars: 2))
    #expect(limits == expected)
    #expect(BudgetPeriod.allCases.map { limits[$0]?.nanodollars } == [0, 1, 2])
    limits[.month] = nil
    #expect(limits == BudgetLimits(total: .zero, day: Money(nanodollars: 2)))
    // A budget of nothing is a limit.
    #expect(BudgetLimits(day: .zero) != BudgetLimits())
  }

  @Test func limitsAreTheSameAfterJSON() throws {
    let all = [
      KeyLimits(),
      KeyLimits(
        budgets: BudgetLimits(total: Money("100.000000001"), month: .zero, day: Money("5")),
        rate: RateLimits(createsPerMinute: 600, generationsPerMinute: 30), maximumRunning: 8),
    ]
    for limits in all {
      #expect(try JSONDecoder().decode(KeyLimits.self, from: JSONEncoder().encode(limits)) == limits)
    }
    let text = String(decoding: try JSONEncoder().encode(all[1].budgets), as: UTF8.self)
    #expect(text.contains(#""100.000000001""#), "money never becomes a floating-point number: \(text)")
  }
}
