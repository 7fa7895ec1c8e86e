import Testing
import TollgateCore

@testable import TollgateStore

@Suite("The money for whoever watches, against every implementation of the port")
struct MoneyFigureContractTests {
  @Test(arguments: StoreUnderTest.allCases)
  func unknownPurchasesAndBudgets(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let nothing = try await store.moneyFigures(of: [.gateway], budgets: 9, in: Sample.window)
      #expect(nothing.unknown == .init() && nothing.total(of: .gateway)?.spent == .zero)
      try await store.declare(BudgetPlan(gateway: BudgetLimits(month: Money(nanodollars: 900_000_000))))
      try await store.live(Sample.order(Sample.slot("1")), [.submit, Sample.accepted("1")])
      try await store.live(Sample.order(Sample.slot("2"), at: .after(5)), [.submit, .lost(reason: "x")])
      try await store.live(Sample.order(Sample.slot("3"), at: .after(7)), [.submit, .lost(reason: "x")])
      let figures = try await store.moneyFigures(of: [.gateway, .key(Sample.alice)], budgets: 9, in: Sample.window)
      #expect(figures.unknown == .init(count: 2, held: Sample.price + Sample.price, oldestAt: .after(5)))
      let gateway = try #require(figures.total(of: .gateway))
      #expect(gateway.spent == Sample.price && gateway.held == Sample.price + Sample.price)
      #expect(figures.total(of: .key(Sample.alice))?.spent == Sample.price && figures.total(of: .key(Sample.bob)) == nil)
      let limited = figures.balances.filter { $0.limit != nil }
      #expect(limited.map(\.scope) == [.gateway] && limited.first?.window == .month(Sample.window.month))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func scopesWithBudgetsAreFoundUpToABound(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      for name in ["a", "b", "c"] {
        try await store.insert(Team(name: name, origin: .created, budgets: BudgetLimits(day: .zero)))
      }
      func scopes(_ bound: Int, of asked: [Scope] = []) async throws -> [Scope] {
        var scopes: [Scope] = []
        for balance in try await store.moneyFigures(of: asked, budgets: bound, in: Sample.window).balances
        where scopes.last != balance.scope { scopes.append(balance.scope) }
        return scopes
      }
      #expect(try await scopes(9) == [.team("a"), .team("b"), .team("c")])
      #expect(try await scopes(2) == [.team("a"), .team("b")])
      // Nobody is listed twice.
      #expect(try await scopes(9, of: [.team("b")]) == [.team("b"), .team("a"), .team("c")])
    }
  }
}
