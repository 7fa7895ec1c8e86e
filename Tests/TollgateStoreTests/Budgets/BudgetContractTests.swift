import Testing
import TollgateCore
import TollgateTestSupport

/// Budgets hold before anything is sent, in all scopes and windows or in none, against every implementation of the port.
@Suite struct BudgetContractTests {
  private static let running: [GenerationEvent] = [.submit, Sample.accepted("u")]

  private func shortage(_ store: any Store, _ order: PurchaseOrder = Sample.order()) async throws -> BudgetShortage {
    let decision = try await store.decide(order)
    guard case .overBudget(let shortage) = decision else { throw UnexpectedDecision(decision: decision) }
    return shortage
  }

  @Test(arguments: StoreUnderTest.allCases, BudgetPlace.all)
  func aRefusalAtAnyBalanceHoldsNothing(_ subject: StoreUnderTest, _ place: BudgetPlace) async throws {
    for isFirstOfItsWindow in [true, false] {
      try await subject.run { store in
        var plan = BudgetPlan()
        plan[place] = isFirstOfItsWindow ? .cents(3) : .cents(7)
        try await store.declare(plan)
        if !isFirstOfItsWindow { _ = try await store.buy(Sample.order(Sample.slot("before"))) }
        let before = try await store.balances(in: Sample.window)
        let shortage = try await shortage(store)
        let held: Money = isFirstOfItsWindow ? .zero : .cents(4)
        let balance = Balance(scope: place.scope, window: place.window, held: held, limit: plan[place])
        #expect(shortage == BudgetShortage(balance: balance, needed: .cents(4)))
        #expect(shortage.balance.left == .cents(3))
        #expect(try await store.balances(in: Sample.window) == before)
        #expect(try await store.contents(of: Sample.slot()) == SlotContents())
        #expect(try await store.generations(in: nil, before: nil, limit: 10).count == (isFirstOfItsWindow ? 0 : 1))
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func theNearestBalanceIsReportedFirst(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      var plan = BudgetPlan()
      for place in BudgetPlace.all { plan[place] = .cents(1) }
      for place in BudgetPlace.all {
        try await store.declare(plan)
        let balance = try await shortage(store).balance
        #expect(balance.scope == place.scope && balance.window == place.window)
        plan[place] = .cents(100)
      }
      try await store.declare(plan)
      _ = try await store.buy()
    }
  }

  @Test(arguments: StoreUnderTest.allCases, BudgetPlace.all)
  func theLastNanoDollarMayBeHeld(_ subject: StoreUnderTest, _ place: BudgetPlace) async throws {
    try await subject.run { store in
      var plan = BudgetPlan()
      let exact = Money.cents(8)
      plan[place] = exact
      try await store.declare(plan)
      _ = try await store.buy(Sample.order(Sample.slot("1")))
      plan[place] = exact - Money(nanodollars: 1)
      try await store.declare(plan)
      #expect(try await shortage(store).balance.left == .cents(4) - Money(nanodollars: 1))
      plan[place] = exact
      try await store.declare(plan)
      _ = try await store.buy(Sample.order(Sample.slot("2")))
      #expect(try await shortage(store).balance.left == .zero)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aRefusalOfTomorrowDoesNotEndToday(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.declare(BudgetPlan(alice: BudgetLimits(day: .cents(4))))
      _ = try await store.buy(Sample.order(Sample.slot("1")))
      let tomorrow = LedgerWindow.day(20_260_529)
      _ = try await shortage(store, Sample.order(quote: .cents(5), window: tomorrow))
      // Booked today still, where nothing is left.
      #expect(try await shortage(store).balance.window == .day(Sample.window.day))
      _ = try await store.buy(Sample.order(window: tomorrow))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aPoorKeyNeverRefusesARichOne(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let shared = BudgetLimits(day: .cents(4 * 30))
      try await store.declare(BudgetPlan(gateway: shared, team: shared, alice: BudgetLimits(day: .cents(3))))
      let decisions = try await concurrently(60) { index in
        let isPoor = index.isMultiple(of: 2)
        let order = Sample.order(Sample.slot("\(index)"), key: isPoor ? Sample.alice : Sample.bob)
        return (isPoor, try await store.decide(order).kind)
      }
      #expect(decisions.allSatisfy { $0.1 == ($0.0 ? .overBudget : .bought) })
      #expect(try await store.sums(.gateway) == ["0 + 1.2", "0 + 1.2", "0 + 1.2"])
    }
  }

  @Test(arguments: StoreUnderTest.allCases, BudgetPlace.all)
  func ofManyAtOnceAsManyAreBoughtAsThereIsMoneyFor(_ subject: StoreUnderTest, _ place: BudgetPlace) async throws {
    var random = SeededGenerator(seed: 7)
    for round in 0..<3 {
      let count = 100 + random.below(100)
      let affordable = random.below(count + 20)
      try await subject.run { store in
        var plan = BudgetPlan()
        plan[place] = .cents(Int64(4 * affordable + round))
        try await store.declare(plan)
        let decisions = try await concurrently(count) { try await store.decide(Sample.order(Sample.slot("\($0)"))).kind }
        #expect(decisions.filter { $0 == .bought }.count == min(count, affordable))
        #expect(decisions.filter { $0 == .overBudget }.count == max(0, count - affordable))
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases, BudgetPlace.all)
  func aLoweredLimitTouchesNothingInFlight(_ subject: StoreUnderTest, _ place: BudgetPlace) async throws {
    try await subject.run { store in
      var inFlight: [GenerationNumber] = []
      for name in 0..<4 { inFlight.append(try await store.live(Sample.order(Sample.slot("\(name)")), [.submit]).number) }
      var plan = BudgetPlan()
      plan[place] = .cents(1)
      try await store.declare(plan)
      let balance = try await shortage(store).balance
      #expect(balance.held == .cents(16) && balance.left == .zero)
      let fates = [Sample.accepted("u"), Sample.rejected, .lost(reason: "x"), .released(.unreachable)]
      for (number, fate) in zip(inFlight, fates) { _ = try await store.record(fate, for: number, at: .after(9)) }
      #expect(try await store.sums(place.scope) == ["0.04 + 0.04", "0.04 + 0.04", "0.04 + 0.04"])
      #expect(try await shortage(store).balance.left == .zero)
      plan[place] = .cents(12)
      try await store.declare(plan)
      _ = try await store.buy()
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aChargeAboveTheHoldFillsTheWindow(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.declare(BudgetPlan(team: BudgetLimits(day: .cents(10))))
      try await store.live([.submit, Sample.accepted("u", .stated(.cents(50)))])
      #expect(try await store.sums(.team("design")) == ["0.5 + 0", "0.5 + 0", "0.5 + 0"])
      let shortage = try await shortage(store, Sample.order(Sample.slot("next"), priceClass: "other"))
      #expect(shortage.balance.spent == .cents(50) && shortage.balance.left == .zero)
      let report = try await store.verify()
      #expect(report.isClean)
      #expect(report.excess.count == 1 && report.excess.sum == .cents(46))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func everythingIsBookedInTheWindowOfItsHold(_ subject: StoreUnderTest) async throws {
    let later: [(events: [GenerationEvent], sums: String)] = [
      (Self.running, "0.04 + 0"), ([.submit, Sample.rejected], "0 + 0"), ([.submit, .lost(reason: "x")], "0 + 0.04"),
      (Self.running + [.failed(error: "x", credit: nil, refunded: .cents(1)), .refunded(.cents(3))], "0.01 + 0"),
      ([.submit, Sample.accepted("u", .unstated), .succeeded(record: Sample.record, credit: .cents(9))], "0.09 + 0"),
    ]
    for (events, sums) in later {
      try await subject.run { store in
        let first = try await store.buy()
        let june = LedgerWindow.day(20_260_601)
        _ = try await store.buy(Sample.order(Sample.slot("june"), window: june))
        // The clock is back in May.
        _ = try await store.buy(Sample.order(Sample.slot("may again")))
        try await store.apply(events, to: first)
        for scope in Scope.all(of: Sample.alice, team: "design") {
          #expect(try await store.sums(scope).dropFirst() == [sums, sums])
          #expect(try await store.sums(scope, in: june).dropFirst() == ["0 + 0.08", "0 + 0.08"])
        }
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aKeyWithoutATeamNeedsItsOwnAndTheGatewaysBudgets(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let order = Sample.order(key: Sample.bob, team: nil)
      try await store.declare(BudgetPlan(team: BudgetLimits(total: .zero)))
      try await store.live(order, Self.running)
      #expect(try await store.sums(.key(Sample.bob)) == ["0.04 + 0", "0.04 + 0", "0.04 + 0"])
      #expect(try await store.sums(.team("design")) == ["0 + 0", "0 + 0", "0 + 0"])
      #expect(try await store.sums(.gateway) == ["0.04 + 0", "0.04 + 0", "0.04 + 0"])
      try await store.declare(BudgetPlan(bob: BudgetLimits(day: .cents(7))))
      let next = Sample.order(Sample.slot("next"), key: Sample.bob, team: nil)
      #expect(try await shortage(store, next).balance.scope == .key(Sample.bob))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func hitsAndJoinsNeedNoMoney(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      var plan = BudgetPlan()
      for place in BudgetPlace.all { plan[place] = .cents(4) }
      try await store.declare(plan)
      let bought = try await store.live(Self.running)
      let again = Sample.order(key: Sample.bob)
      #expect(try await store.decide(again).kind == .joined)
      #expect(try await shortage(store, Sample.order(Sample.slot("other"))).balance.left == .zero)
      let before = try await store.balances(in: Sample.window)
      _ = try await store.record(.succeeded(record: Sample.record, credit: nil), for: bought.number, at: .after(5))
      #expect(try await store.decide(again).kind == .hit)
      #expect(try await store.balances(in: Sample.window) == before)
    }
  }
}
