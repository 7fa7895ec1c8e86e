import NIOConcurrencyHelpers
import Testing
import TollgateCore

/// The limits of keys, what may run, and how fast purchases may come, against every implementation of the port.
@Suite struct LimitContractTests {
  private static let limits = KeyLimits(
    budgets: BudgetLimits(total: .cents(100), month: .cents(50), day: .cents(5)),
    rate: RateLimits(createsPerMinute: 600, generationsPerMinute: 30), maximumRunning: 8)

  /// Counts what it is asked.
  private final class SpyRate: PurchaseRate {
    private let counts = NIOLockedValueBox((taken: 0, givenBack: 0))
    private let refusal: RateRefusal?

    init(_ refusal: RateRefusal? = nil) { self.refusal = refusal }

    var taken: Int { counts.withLockedValue { $0.taken } }
    var counted: Int { counts.withLockedValue { $0.taken - $0.givenBack } }

    func take() -> RateRefusal? {
      if let refusal { return refusal }
      counts.withLockedValue { $0.taken += 1 }
      return nil
    }

    func giveBack() { counts.withLockedValue { $0.givenBack += 1 } }
  }

  private func limits(_ store: any Store, _ name: String) async throws -> KeyLimits? {
    try await store.keys().first { $0.key.name == name }?.key.limits
  }

  @Test(arguments: StoreUnderTest.allCases)
  func limitsAreKept(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Sample.storedKey("made", secret: "m", limits: Self.limits))
      let daily = KeyLimits(budgets: BudgetLimits(day: .cents(1)))
      func declare(_ limits: KeyLimits) async throws {
        let key = Sample.storedKey("alice", secret: "a", origin: .declared, limits: limits)
        try await store.declare(Declaration(keys: [key]), at: .after(1))
      }
      try await declare(Self.limits)
      #expect(try await limits(store, "alice") == Self.limits)
      try await declare(daily)
      #expect(try await limits(store, "alice") == daily)
      #expect(try await limits(store, "made") == Self.limits)
      #expect(try await store.changeKey(named: "made", by: KeyChange(limits: LimitChange(to: daily))))
      #expect(try await limits(store, "made") == daily)
      #expect(try await store.changeKey(named: "made", by: KeyChange(limits: LimitChange(to: KeyLimits()))))
      #expect(try await limits(store, "made") == KeyLimits())
      #expect(try await !store.changeKey(named: "nobody", by: KeyChange(limits: LimitChange(to: daily))))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whatAChangeDoesNotNameStays(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Sample.storedKey("made", secret: "m", limits: Self.limits))
      var change = LimitChange()
      change.budgets[.day] = .set(nil)
      change.maximumRunning = .set(5)
      #expect(try await store.changeKey(named: "made", by: KeyChange(limits: change)))
      var expected = Self.limits
      expected.budgets.day = nil
      expected.maximumRunning = 5
      #expect(try await limits(store, "made") == expected)
      #expect(try await store.changeKey(named: "made", by: KeyChange(limits: LimitChange())))
      #expect(try await limits(store, "made") == expected)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aChangedLimitCountsFromTheNextDecision(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Sample.storedKey("alice", secret: "a", id: Sample.alice))
      _ = try await store.buy(Sample.order(Sample.slot("1")))
      let limits = KeyLimits(budgets: BudgetLimits(month: .cents(7)))
      _ = try await store.changeKey(named: "alice", by: KeyChange(limits: LimitChange(to: limits)))
      #expect(try await store.decide(Sample.order()).kind == .overBudget)
      _ = try await store.changeKey(named: "alice", by: KeyChange(limits: LimitChange(to: KeyLimits())))
      _ = try await store.buy()
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aTeamGoneFromTheFileKeepsItsBudgetsAndTheGatewayDoesNot(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let limit = BudgetLimits(total: .cents(7))
      try await store.declare(Declaration(budgets: limit, teams: ["design": limit]), at: Sample.start)
      try await store.declare(Declaration(), at: .after(1))
      _ = try await store.buy(Sample.order(Sample.slot("1")))
      guard case .overBudget(let shortage) = try await store.decide(Sample.order()) else {
        Issue.record("bought")
        return
      }
      #expect(shortage.balance.scope == .team("design"))
      _ = try await store.buy(Sample.order(team: nil))
    }
  }

  @Test(arguments: StoreUnderTest.allCases, [Scope.key(Sample.alice), .gateway])
  func soManyMayRun(_ subject: StoreUnderTest, _ scope: Scope) async throws {
    let ends: [[GenerationEvent]] = [
      [.released(.queue)], [.submit, Sample.rejected], [.submit, .lost(reason: "x")],
      [.submit, Sample.accepted("u"), .stalled],
      [.submit, Sample.accepted("u"), .succeeded(record: Sample.record, credit: nil)],
      [.submit, Sample.accepted("u"), .failed(error: "x", credit: nil, refunded: .zero)],
    ]
    for end in ends {
      try await subject.run { store in
        func order(_ name: String, key: KeyID = Sample.alice) -> PurchaseOrder {
          Sample.order(
            Sample.slot(name), key: key, maximumRunningOfKey: scope == .gateway ? nil : 2,
            maximumRunning: scope == .gateway ? 2 : nil)
        }
        let first = try await store.buy(order("1"))
        _ = try await store.buy(order("2"))
        // Held, being sent and running count.
        for count in 0..<end.count {
          let before = try await store.balances(in: Sample.window)
          #expect(try await store.decide(order("3")) == .tooManyRunning(RunningRefusal(scope: scope, limit: 2)))
          #expect(try await store.balances(in: Sample.window) == before)
          try await store.apply([end[count]], to: first)
        }
        _ = try await store.buy(order("3"))
        #expect(try await store.decide(order("4")).kind == .tooManyRunning)
        #expect(
          try await store.decide(order("4", key: Sample.bob)).kind == (scope == .gateway ? .tooManyRunning : .bought))
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func ofManyAtOnceOnlySoManyRun(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let decisions = try await concurrently(100) {
        try await store.decide(Sample.order(Sample.slot("\($0)"), maximumRunningOfKey: 9)).kind
      }
      #expect(decisions.filter { $0 == .bought }.count == 9)
      #expect(decisions.filter { $0 == .tooManyRunning }.count == 91)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func onlyAPurchaseIsCounted(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let rate = SpyRate()
      try await store.declare(BudgetPlan(bob: BudgetLimits(total: .cents(3))))
      _ = try await store.buy(Sample.order(rate: rate))
      #expect(rate.counted == 1)
      #expect(try await store.decide(Sample.order(rate: rate)).kind == .joined)
      let next = Sample.slot("next")
      #expect(try await store.decide(Sample.order(next, key: Sample.bob, rate: rate)).kind == .overBudget)
      #expect(try await store.decide(Sample.order(next, quote: nil, rate: rate)).kind == .unpriced)
      #expect(try await store.decide(Sample.order(next, policy: .onlyIfCached, rate: rate)).kind == .notCached)
      #expect(try await store.decide(Sample.order(next, maximumRunning: 1, rate: rate)).kind == .tooManyRunning)
      #expect(rate.taken == 1)
      #expect(try await store.decide(Sample.order(next, rate: rate, isPaused: true)).kind == .paused)
      #expect(rate.counted == 1)
      _ = try await store.buy(Sample.order(next, rate: rate))
      #expect(rate.counted == 2)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aPurchaseThatComesTooFastHoldsNothing(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let refusal = RateRefusal(kind: .generations, scope: .key(Sample.alice), limit: 30, retryAfter: .seconds(2))
      let rate = SpyRate(refusal)
      let decision = try await store.decide(Sample.order(rate: rate))
      #expect(decision == .tooFast(refusal))
      #expect(rate.counted == 0)
      #expect(try await store.balances(in: Sample.window).isEmpty)
      #expect(try await store.contents(of: Sample.slot()) == SlotContents())
    }
  }
}
