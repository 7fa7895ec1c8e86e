import Testing
import TollgateCore

/// What one create gets from its slot, against every implementation of the port.
@Suite struct DecisionContractTests {
  /// What happened to a slot before the create under test.
  enum Past: String, CaseIterable, Sendable {
    case empty, held, submitting, running, stalled, unknown, finished, finishedAndRunning, finishedAndUnknown, failed, rejected,
      released, withoutLinks, noStoreUnknown, noStoreFinished

    func happen(in store: any Store) async throws {
      let running: [GenerationEvent] = [.submit, Sample.accepted("u1")]
      let finished = running + [.succeeded(record: Sample.record, credit: nil)]
      let noStore = Sample.order(policy: .noStore)
      switch self {
      case .empty: break
      case .held: _ = try await store.buy()
      case .submitting: try await store.live([.submit])
      case .running: try await store.live(running)
      case .stalled: try await store.live(running + [.stalled])
      case .unknown: try await store.live([.submit, .lost(reason: "timeout")])
      case .finished: try await store.live(finished)
      case .finishedAndRunning:
        try await store.live(finished)
        try await store.live(Sample.order(policy: .noCache), [.submit, Sample.accepted("u2")])
      case .finishedAndUnknown:
        try await store.live(finished)
        try await store.live(Sample.order(policy: .noCache), [.submit, .lost(reason: "timeout")])
      case .failed: try await store.live(running + [.failed(error: "nsfw", credit: nil, refunded: .zero)])
      case .rejected: try await store.live([.submit, Sample.rejected])
      case .released: try await store.live([.released(.queue)])
      case .withoutLinks: try await store.live(running + [.succeeded(record: Sample.emptyRecord, credit: nil)])
      case .noStoreUnknown: try await store.live(noStore, [.submit, .lost(reason: "timeout")])
      case .noStoreFinished: try await store.live(noStore, finished)
      }
    }

    /// In the order of ``policies``.
    var expected: [PurchaseDecision.Kind] {
      switch self {
      case .empty, .failed, .rejected, .released, .withoutLinks, .noStoreFinished:
        [.bought, .bought, .bought, .notCached, .bought]
      case .held, .submitting, .running: [.joined, .joined, .bought, .joined, .joined]
      case .stalled: [.blocked, .blocked, .blocked, .notCached, .blocked]
      case .unknown, .noStoreUnknown: [.blocked, .blocked, .blocked, .notCached, .bought]
      case .finished: [.hit, .bought, .bought, .hit, .hit]
      case .finishedAndRunning: [.hit, .joined, .bought, .hit, .hit]
      case .finishedAndUnknown: [.hit, .blocked, .blocked, .hit, .hit]
      }
    }
  }

  static let policies: [CachePolicy] = [.plain, .noCache, .noStore, .onlyIfCached, .askedResend]

  @Test(arguments: StoreUnderTest.allCases, Past.allCases)
  func everyPolicyOnEverySlot(_ subject: StoreUnderTest, _ past: Past) async throws {
    for (policy, expected) in zip(Self.policies, past.expected) {
      try await subject.run { store in
        try await past.happen(in: store)
        let before = try await store.contents(of: Sample.slot())
        let decision = try await store.decide(Sample.order(policy: policy, at: .after(10)))
        #expect(decision.kind == expected, "\(policy)")
        let after = try await store.contents(of: Sample.slot())
        switch decision {
        case .bought(let generation) where !policy.storesNothing:
          #expect(after.live == SlotContents.Live(generation: generation.number, state: .held))
          #expect(after.finished == before.finished)
        default:
          #expect(after == before)
        }
        if case .hit(let generation) = decision { #expect(generation.number == before.finished?.generation) }
        if case .joined(let generation) = decision { #expect(generation.number == before.live?.generation) }
        if case .blocked(let generation) = decision { #expect(generation.number == before.live?.generation) }
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aPurchaseIsKeptWhole(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let order = Sample.order(Sample.slot("a dog", scope: .key(Sample.bob), variant: "b"), key: Sample.bob, team: nil)
      guard case .bought(let bought) = try await store.decide(order) else {
        Issue.record("not bought")
        return
      }
      #expect(bought.state == .held)
      #expect(bought.slot == order.slot)
      #expect(bought.key == Sample.bob && bought.team == nil && bought.model == order.model && bought.keepsResult)
      #expect(bought.createdAt == Sample.start && bought.updatedAt == Sample.start && bought.finishedAt == nil)
      #expect(try await store.generation(bought.number) == bought)
      let recorded = try #require(try await store.recordedGeneration(bought.number))
      #expect(recorded.generation == bought)
      #expect(recorded.canonicalBody == order.canonicalBody)
      #expect(recorded.record == nil)
      #expect(
        try await store.ledger(of: bought.number)
          == [LedgerLine(entry: LedgerEntry(.hold, Sample.price), at: Sample.start, day: Sample.window.day)])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func slotsAreSeparate(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let slots = [
        Sample.slot(), Sample.slot("a dog"), Sample.slot(variant: "2"), Sample.slot(scope: .team("design")),
        Sample.slot(scope: .key(Sample.alice)), Sample.slot(scope: .key(Sample.bob)), Sample.slot(scope: .team("gateway")),
        Sample.slot(variant: "e\u{301}"), Sample.slot(variant: "\u{e9}"),
      ]
      for slot in slots { _ = try await store.buy(Sample.order(slot)) }
      for slot in slots { #expect(try await store.decide(Sample.order(slot)).kind == .joined) }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func withoutAPriceOrWhilePausedNothingIsHeld(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      #expect(try await store.decide(Sample.order(quote: nil)) == .unpriced)
      #expect(try await store.decide(Sample.order(isPaused: true)) == .paused(.draining))
      #expect(try await store.contents(of: Sample.slot()) == SlotContents())
      #expect(try await store.generations(in: nil, before: nil, limit: 10).isEmpty)
      try await store.live([.submit, Sample.accepted("u1"), .succeeded(record: Sample.record, credit: nil)])
      #expect(try await store.decide(Sample.order(quote: nil, isPaused: true)).kind == .hit)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func anOldResultIsNotReplayed(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.live([.submit, Sample.accepted("u1"), .succeeded(record: Sample.record, credit: nil)])
      let fresh = CachePolicy(maximumAge: .seconds(60))
      #expect(try await store.decide(Sample.order(policy: fresh, at: .after(63))).kind == .hit)
      #expect(try await store.decide(Sample.order(policy: fresh, at: .after(64))).kind == .bought)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aThousandIdenticalCreatesAtOnceBuyOnce(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let decisions = try await concurrently(1000) { _ in try await store.decide(Sample.order()) }
      #expect(decisions.filter { $0.kind == .bought }.count == 1)
      #expect(decisions.filter { $0.kind == .joined }.count == 999)
      #expect(Set(decisions.compactMap { $0.generation?.number }).count == 1)
      #expect(try await store.generations(in: nil, before: nil, limit: 10).count == 1)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aHundredDifferentCreatesAtOnceBuyEach(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let decisions = try await concurrently(100) { try await store.decide(Sample.order(Sample.slot("picture \($0)"))) }
      #expect(Set(decisions.compactMap { $0.generation?.number }).count == 100)
      #expect(decisions.allSatisfy { $0.kind == .bought })
    }
  }
}

/// Runs `count` children at once and returns what they return, in no particular order.
func concurrently<Value: Sendable>(
  _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Value
) async throws -> [Value] {
  try await withThrowingTaskGroup(of: Value.self) { group in
    for index in 0..<count { group.addTask { try await body(index) } }
    return try await group.reduce(into: []) { $0.append($1) }
  }
}
