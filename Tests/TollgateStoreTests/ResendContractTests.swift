import Testing
import TollgateCore

/// Buying an unknown again, against every implementation of the port.
@Suite struct ResendContractTests {
  private static let lost: [GenerationEvent] = [.submit, .lost(reason: "timeout")]

  @Test(arguments: StoreUnderTest.allCases)
  func tenResendsAtOnceBuyOnce(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let unknown = try await store.live(Self.lost)
      let decisions = try await concurrently(10) { _ in
        try await store.decide(Sample.order(policy: .askedResend, key: Sample.bob, at: .after(9)))
      }
      #expect(decisions.filter { $0.kind == .bought }.count == 1)
      #expect(decisions.filter { $0.kind == .joined }.count == 9)
      #expect(Set(decisions.compactMap { $0.generation?.number }).count == 1)
      #expect(try await store.generation(unknown.number) == unknown)
      #expect(try await store.entries(of: unknown.number) == ["hold 0.04"])
    }
  }

  @Test(arguments: StoreUnderTest.allCases, [CachePolicy.configuredResend, .init(storesNothing: true, resend: .configured)])
  func theConfiguredResendIsGrantedOnceAnHour(_ subject: StoreUnderTest, _ policy: CachePolicy) async throws {
    try await subject.run { store in
      try await store.live(Self.lost)
      func decide(_ seconds: Int64) async throws -> PurchaseDecision {
        try await store.decide(Sample.order(policy: policy, at: .after(seconds)))
      }
      let first = try #require(try await decide(100).generation)
      #expect(try await store.contents(of: Sample.slot()).resentAt == .after(100))
      _ = try await store.record(.submit, for: first.number, at: .after(101))
      _ = try await store.record(.lost(reason: "timeout"), for: first.number, at: .after(102))
      #expect(try await decide(3699).kind == .blocked)
      #expect(try await store.decide(Sample.order(policy: .askedResend, at: .after(3699))).kind == .bought)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func afterAnHourItIsGrantedAgain(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.live(Self.lost)
      for seconds: Int64 in [100, 3700] {
        let order = Sample.order(policy: .configuredResend, at: .after(seconds))
        let generation = try #require(try await store.decide(order).generation)
        _ = try await store.record(.submit, for: generation.number, at: .after(seconds))
        _ = try await store.record(.lost(reason: "timeout"), for: generation.number, at: .after(seconds))
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func theLateSuccessOfAResentUnknownFillsAnEmptySlotOnly(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let old = try await store.live(Self.lost)
      let new = try await store.live(Sample.order(policy: .askedResend), [.submit, Sample.accepted("new")])
      try await store.apply(
        [.resolvedCharged(upstreamID: "old"), .succeeded(record: Sample.record, credit: nil)], to: old.number)
      var contents = try await store.contents(of: Sample.slot())
      #expect(contents.finished?.generation == old.number)
      #expect(contents.live?.generation == new.number)
      _ = try await store.record(.succeeded(record: Sample.record, credit: nil), for: new.number, at: .after(9))
      contents = try await store.contents(of: Sample.slot())
      #expect(contents == SlotContents(finished: SlotContents.Finished(generation: new.number, at: .after(9))))
    }
  }

  /// The unknown turned out to be paid for and runs: what its resend leaves behind is not a free slot, but that one.
  @Test(arguments: StoreUnderTest.allCases, [false, true])
  func aFailedResendGivesTheSlotToTheUnknownThatRunsNow(_ subject: StoreUnderTest, isStalled: Bool) async throws {
    try await subject.run { store in
      let old = try await store.live(Self.lost)
      let new = try await store.live(Sample.order(policy: .askedResend), [.submit, Sample.accepted("new")])
      try await store.apply([.resolvedCharged(upstreamID: "old")] + (isStalled ? [.stalled] : []), to: old.number)
      _ = try await store.record(.failed(error: "x", credit: nil, refunded: Sample.price), for: new.number, at: .after(5))
      let decision = try await store.decide(Sample.order(at: .after(6)))
      #expect(decision.kind == (isStalled ? .blocked : .joined))
      #expect(decision.generation?.number == old.number)
      _ = try await store.record(.succeeded(record: Sample.record, credit: nil), for: old.number, at: .after(9))
      #expect(
        try await store.contents(of: Sample.slot())
          == SlotContents(finished: SlotContents.Finished(generation: old.number, at: .after(9))))
      try await expectClean(store)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func itDoesNotReplaceANewerResult(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let old = try await store.live(Self.lost)
      let new = try await store.live(
        Sample.order(policy: .askedResend), [.submit, Sample.accepted("new"), .succeeded(record: Sample.record, credit: nil)])
      try await store.apply(
        [.resolvedCharged(upstreamID: "old"), .succeeded(record: Sample.record, credit: nil)], to: old.number)
      #expect(try await store.contents(of: Sample.slot()).finished?.generation == new.number)
      #expect(try await store.contents(of: Sample.slot()).live == nil)
    }
  }

  /// Its resend takes no slot either, so that the unknown stays in it: it is bought again once all the same.
  @Test(arguments: StoreUnderTest.allCases)
  func whatAPersonResendsOfWhichNothingIsKeptIsBoughtOnce(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let unknown = try await store.live(Sample.order(policy: .noStore), Self.lost)
      func resend(_ seconds: Int64) async throws -> PurchaseDecision {
        let order = Sample.order(policy: .init(ignoresFinished: true, storesNothing: true, resend: .asked), at: .after(seconds))
        return try await store.decide(order.resending(unknown.number))
      }
      let first = try #require(try await resend(10).generation)
      #expect(!first.keepsResult)
      #expect(try await resend(11) == .joined(first))
      try await store.apply([.submit, Sample.rejected], to: first.number)
      let second = try await resend(20)
      #expect(second.kind == .bought)
      let ended = try await store.apply(
        [.submit, Sample.accepted("u"), .succeeded(record: Sample.record, credit: nil)],
        to: try #require(second.generation).number)
      #expect(try await resend(30) == .joined(ended))
      #expect(try await store.contents(of: Sample.slot()).finished == nil)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aNoStoreUnknownLeavesATakenSlotAlone(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let running = try await store.live([.submit, Sample.accepted("u")])
      let noStore = try await store.live(Sample.order(policy: .noStore), Self.lost)
      #expect(try await store.contents(of: Sample.slot()).live?.generation == running.number)
      #expect(try await store.generation(noStore.number)?.state == .unknown)
    }
  }
}

extension PurchaseOrder {
  /// The order of a person who wants an unknown bought again.
  fileprivate func resending(_ unknown: GenerationNumber) -> PurchaseOrder {
    PurchaseOrder(
      slot: slot, policy: policy, key: key, team: team, model: model, canonicalBody: canonicalBody, quote: quote,
      priceClass: priceClass, at: at, window: window, owner: owner, resends: unknown)
  }
}
