import Testing
import TollgateCore

/// What an `Idempotency-Key` stands for, against every implementation of the port.
@Suite struct IdempotencyContractTests {
  private static let running: [GenerationEvent] = [.submit, Sample.accepted("u1")]
  private static let finished = running + [.succeeded(record: Sample.record, credit: nil)]
  private static let lost: [GenerationEvent] = [.submit, .lost(reason: "timeout")]
  private static let claim = IdempotencyClaim(name: "k", serial: 7)

  private static func order(
    _ slot: Slot = Sample.slot(), policy: CachePolicy = .plain, key: KeyID = Sample.alice, at: Timestamp = Sample.start,
    _ claim: IdempotencyClaim? = claim
  ) -> PurchaseOrder {
    Sample.order(slot, policy: policy, key: key, at: at, idempotency: claim)
  }

  private static let policies: [CachePolicy] = [
    .plain, .noCache, .noStore, .onlyIfCached, .askedResend, .init(maximumAge: .zero),
  ]

  /// Whatever the headers ask for, a repeat buys nothing and gets the payer's job.
  @Test(arguments: StoreUnderTest.allCases, [CachePolicy.plain, .noCache, .noStore])
  func aRepeatGetsTheJobOfThePurchase(_ subject: StoreUnderTest, _ policy: CachePolicy) async throws {
    for events in [[], [.submit], Self.running, Self.running + [.stalled], Self.finished] as [[GenerationEvent]] {
      try await subject.run { store in
        let bought = try await store.live(Self.order(policy: policy), events)
        for policy in Self.policies {
          let order = Self.order(policy: policy, at: .after(60))
          #expect(try await store.decide(order) == .repeated(bought, serial: JobTicket.payerSerial))
          #expect(try await store.forecast(order).outcome == .repeated(bought, serial: JobTicket.payerSerial))
        }
        #expect(try await store.generations(in: nil, before: nil, limit: 9).count == 1)
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases, [running, finished])
  func aRepeatOfAHitOrAJoinGetsItsJob(_ subject: StoreUnderTest, _ events: [GenerationEvent]) async throws {
    try await subject.run { store in
      let bought = try await store.live(events)
      #expect(try await store.decide(Self.order()).kind == (events.count > 2 ? .hit : .joined))
      let again = Self.order(policy: .noCache, at: .after(60), .init(name: "k", serial: 8))
      #expect(try await store.decide(again) == .repeated(bought, serial: 7))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func anotherRequestUnderTheSameKeyIsRefused(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let bought = try await store.live(Self.order(), Self.finished)
      for slot in [Sample.slot("a dog"), Sample.slot(variant: "2")] {
        #expect(try await store.decide(Self.order(slot)) == .keyReused(bought))
        #expect(try await store.forecast(Self.order(slot)).outcome == .keyReused(bought))
      }
      // Configured anew, who shares results.
      #expect(try await store.decide(Self.order(Sample.slot(scope: .key(Sample.alice)))).kind == .repeated)
      #expect(try await store.decide(Self.order(Sample.slot("a dog"), .init(name: "K", serial: 9))).kind == .bought)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func keysHaveNamesOfTheirOwn(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.live(Self.order(), Self.finished)
      #expect(try await store.decide(Self.order(Sample.slot("a dog"), key: Sample.bob)).kind == .bought)
      #expect(try await store.decide(Self.order(key: Sample.bob, at: .after(60))).kind == .keyReused)
    }
  }

  @Test(
    arguments: StoreUnderTest.allCases,
    [[.submit, Sample.rejected], [.released(.queue)], lost + [.resolvedNotCharged]] as [[GenerationEvent]])
  func whatBoughtNothingIsForgotten(_ subject: StoreUnderTest, _ events: [GenerationEvent]) async throws {
    try await subject.run { store in
      let first = try await store.live(Self.order(), Array(events.dropLast()))
      // Somebody shares it under a name of his own.
      _ = try await store.decide(Self.order(key: Sample.bob))
      _ = try await store.record(try #require(events.last), for: first.number, at: .after(5))
      #expect(try await store.decide(Self.order(Sample.slot("a dog"), at: .after(6))).kind == .bought)
      #expect(try await store.decide(Self.order(Sample.slot("a dog"), key: Sample.bob, at: .after(6))).kind == .joined)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aRestartForgetsWhatWasNotSentAndBlocksWhatMayHaveBeen(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      _ = try await store.buy(Self.order())
      let sent = try await store.live(Self.order(Sample.slot("a dog"), .init(name: "l", serial: 8)), [.submit])
      _ = try await store.recover(owner: OwnerID("second run"), at: .after(9))
      #expect(try await store.decide(Self.order(at: .after(10))).kind == .bought)
      let again = try await store.decide(Self.order(Sample.slot("a dog"), at: .after(10), .init(name: "l", serial: 9)))
      #expect(again.kind == .blocked && again.generation?.number == sent.number)
    }
  }

  /// Nothing but a resend buys again what may have been bought, also where its slot does not say so any more.
  @Test(arguments: StoreUnderTest.allCases, [true, false])
  func anUnknownIsWhatItIsForEverybody(_ subject: StoreUnderTest, hasLostItsSlot: Bool) async throws {
    try await subject.run { store in
      if hasLostItsSlot { try await store.live(Self.running) }
      let policy: CachePolicy = hasLostItsSlot ? .noStore : .plain
      let unknown = try await store.live(Self.order(policy: policy), Self.lost)
      if hasLostItsSlot {
        let running = try #require(GenerationNumber(1))
        _ = try await store.record(.failed(error: "x", credit: nil, refunded: .zero), for: running, at: .after(5))
        #expect(try await store.contents(of: Sample.slot()).live == nil)
      }
      for policy in [CachePolicy.plain, .noCache, .noStore] {
        #expect(try await store.forecast(Self.order(policy: policy)).outcome == .blocked(unknown))
        #expect(try await store.decide(Self.order(policy: policy)) == .blocked(unknown))
      }
      let resent = try await store.decide(Self.order(policy: .askedResend, at: .after(9)))
      #expect(resent.kind == .bought)
      let again = try await store.decide(Self.order(policy: .askedResend, at: .after(10)))
      #expect(again == .repeated(try #require(resent.generation), serial: JobTicket.payerSerial))
    }
  }

  /// The hourly bound of a configured resend is the slot's, which knows nothing of it any more.
  @Test(arguments: StoreUnderTest.allCases, [CachePolicy.configuredResend, .init(storesNothing: true, resend: .configured)])
  func anUnknownWithoutASlotIsNotBoughtAgainByConfiguration(_ subject: StoreUnderTest, _ policy: CachePolicy) async throws {
    try await subject.run { store in
      try await store.live(Self.running)
      let unknown = try await store.live(Self.order(policy: .noStore), Self.lost)
      let running = try #require(GenerationNumber(1))
      _ = try await store.record(.failed(error: "x", credit: nil, refunded: .zero), for: running, at: .after(5))
      #expect(try await store.contents(of: Sample.slot()).live == nil)
      for seconds: Int64 in [6, 7, 9000] {
        let order = Self.order(policy: policy, at: .after(seconds))
        #expect(try await store.forecast(order).outcome == .blocked(unknown))
        #expect(try await store.decide(order) == .blocked(unknown))
      }
      // Who asks for it may, and what brought nothing gives way to the unknown again.
      let resent = try #require(try await store.decide(Self.order(policy: .askedResend, at: .after(10))).generation)
      try await store.apply([.submit, Sample.rejected], to: resent.number)
      #expect(try await store.contents(of: Sample.slot()).live?.generation == unknown.number)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aRepeatOfWhatWasPurgedIsNotAnsweredWithAJobOfNothing(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let bought = try await store.live(Self.order(), Self.finished)
      #expect(try await store.decide(Self.order(key: Sample.bob)).kind == .hit)
      _ = try await store.purge(bought.number, at: .after(9))
      #expect(try await store.decide(Self.order(at: .after(10))).kind == .bought)
      #expect(try await store.decide(Self.order(key: Sample.bob, at: .after(11))).kind == .joined)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func afterADayTheNameIsFree(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.live(Self.order(), Self.finished)
      let day: Int64 = 24 * 3600
      #expect(try await store.decide(Self.order(policy: .noCache, at: .after(day - 1))).kind == .repeated)
      #expect(try await store.decide(Self.order(Sample.slot("a dog"), at: .after(day))).kind == .bought)
      #expect(try await store.decide(Self.order(at: .after(day))).kind == .keyReused)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aHundredAtOnceBuyOnce(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let decisions = try await concurrently(100) { index in
        try await store.decide(Self.order(policy: .noStore, .init(name: "k", serial: Int64(index) + 1)))
      }
      #expect(decisions.filter { $0.kind == .bought }.count == 1)
      #expect(decisions.filter { $0.kind == .repeated }.count == 99)
      #expect(Set(decisions.compactMap { $0.generation?.number }).count == 1)
    }
  }

  /// What refuses a create leaves nothing behind that could refuse the next.
  @Test(arguments: StoreUnderTest.allCases)
  func aRefusalIsNotRecorded(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let unpriced = try await store.decide(Sample.order(quote: nil, idempotency: Self.claim))
      #expect(unpriced == .unpriced)
      let paused = try await store.decide(Sample.order(isPaused: true, idempotency: Self.claim))
      #expect(paused == .paused(.draining))
      #expect(try await store.decide(Self.order(Sample.slot("a dog"))).kind == .bought)
    }
  }
}
