import Testing
import TollgateCore

/// What charges teach about the next quote, and what a forecast says, against every implementation of the port.
@Suite struct QuoteContractTests {
  private func hold(_ store: any Store, _ name: String, priceClass: String = "a", at: Timestamp = .after(60)) async throws
    -> Money
  {
    let order = Sample.order(Sample.slot(name), priceClass: priceClass, at: at)
    let forecast = try await store.forecast(order).quote
    guard case .bought(let generation) = try await store.decide(order) else { return .zero }
    #expect(forecast == generation.machine.hold)
    return generation.machine.hold
  }

  @Test(arguments: StoreUnderTest.allCases)
  func theDearestChargeOfThirtyDaysIsHeld(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let day: Int64 = 86_400
      for (name, charge) in [("1", Money.cents(9)), ("2", .cents(1)), ("3", .cents(8))] {
        try await store.live(
          Sample.order(Sample.slot(name), priceClass: "a"), [.submit, Sample.accepted("u" + name, .stated(charge))])
      }
      #expect(try await hold(store, "4") == .cents(9))
      #expect(try await hold(store, "5", priceClass: "b") == .cents(4))
      #expect(try await hold(store, "6", at: .after(30 * day)) == .cents(9))
      #expect(try await hold(store, "7", at: .after(31 * day)) == .cents(4))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aGuessedChargeTeachesNothingUntilItIsCorrected(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let order = Sample.order(quote: .cents(20), priceClass: "a")
      let bought = try await store.live(order, [.submit, Sample.accepted("u", .unstated)])
      #expect(try await hold(store, "1") == .cents(4))
      _ = try await store.record(.succeeded(record: Sample.record, credit: .cents(30)), for: bought.number, at: .after(9))
      #expect(try await hold(store, "2") == .cents(30))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aGuessThatWasRightTeaches(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let order = Sample.order(quote: .cents(20), priceClass: "a")
      try await store.live(
        order, [.submit, Sample.accepted("u", .unstated), .succeeded(record: Sample.record, credit: .cents(20))])
      #expect(try await hold(store, "1") == .cents(20))
    }
  }

  @Test(arguments: StoreUnderTest.allCases, DecisionContractTests.Past.allCases)
  func aForecastIsWhatWouldBeDecided(_ subject: StoreUnderTest, _ past: DecisionContractTests.Past) async throws {
    let limited = Sample.order(maximumRunning: 1, at: .after(10))
    let orders =
      DecisionContractTests.policies.map { Sample.order(policy: $0, at: .after(10)) }
      + [limited, Sample.order(quote: nil), Sample.order(isPaused: true), Sample.order(quote: .cents(100))]
    for order in orders {
      try await subject.run { store in
        try await past.happen(in: store)
        try await store.declare(BudgetPlan(team: BudgetLimits(month: .cents(50))))
        let before = try await Snapshot(store)
        let forecast = try await store.forecast(order)
        #expect(try await Snapshot(store) == before)
        let decision = try await store.decide(order)
        #expect(forecast.outcome == PurchaseForecast.Outcome(decision))
        let scopes = Scope.all(of: order.key, team: order.team)
        #expect(forecast.balances.map(\.scope) == scopes.flatMap { [$0, $0, $0] })
        #expect(forecast.balances.map(\.window) == scopes.flatMap { _ in Sample.window.budgetWindows })
        for balance in forecast.balances {
          #expect(before.balances.first { $0.scope == balance.scope && $0.window == balance.window } ?? balance == balance)
        }
        if case .bought(let generation) = decision { #expect(forecast.quote == generation.machine.hold) }
      }
    }
  }

  private struct Snapshot: Equatable {
    let balances: [Balance]
    let generations: [Generation]
    let slot: SlotContents

    init(_ store: any Store) async throws {
      balances = try await store.balances(in: Sample.window)
      generations = try await store.generations(in: nil, before: nil, limit: 100)
      slot = try await store.contents(of: Sample.slot())
    }
  }
}

extension PurchaseForecast.Outcome {
  /// What a decision was, as a forecast would have said it; `nil` where a forecast never says so.
  fileprivate init?(_ decision: PurchaseDecision) {
    switch decision {
    case .hit(let generation): self = .hit(generation)
    case .joined(let generation): self = .joined(generation)
    case .notCached: self = .notCached
    case .blocked(let generation): self = .blocked(generation)
    case .unpriced: self = .unpriced
    case .overBudget(let shortage): self = .overBudget(shortage)
    case .tooManyRunning(let refusal): self = .tooManyRunning(refusal)
    case .tooFast: return nil
    case .paused(let pause): self = .paused(pause)
    case .repeated(let generation, let serial): self = .repeated(generation, serial: serial)
    case .keyReused(let generation): self = .keyReused(generation)
    case .bought: self = .bought
    }
  }
}
