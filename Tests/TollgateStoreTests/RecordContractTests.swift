import Testing
import TollgateCore

/// What an event does to generation, ledger and slot, against every implementation of the port.
@Suite struct RecordContractTests {
  /// A life after the hold, and what it must leave behind.
  struct Life: Sendable, CustomTestStringConvertible {
    let name: String
    let events: [GenerationEvent]
    let state: GenerationState
    let entries: [String]
    var cost: String = "0"
    var testDescription: String { name }
  }

  static let lives: [Life] = [
    Life(name: "submitted", events: [.submit], state: .submitting, entries: ["hold 0.04"]),
    Life(name: "released", events: [.released(.shutdown)], state: .released, entries: ["hold 0.04", "release 0.04"]),
    Life(
      name: "released after trying", events: [.submit, .released(.unreachable)], state: .released,
      entries: ["hold 0.04", "release 0.04"]),
    Life(name: "rejected", events: [.submit, Sample.rejected], state: .rejected, entries: ["hold 0.04", "release 0.04"]),
    Life(name: "lost", events: [.submit, .lost(reason: "timeout")], state: .unknown, entries: ["hold 0.04"]),
    Life(
      name: "running, dearer", events: [.submit, Sample.accepted("u", .stated(Money(nanodollars: 90_000_000)))],
      state: .running,
      entries: ["hold 0.04", "capture 0.09"], cost: "0.09"),
    Life(
      name: "succeeded", events: [.submit, Sample.accepted("u"), .succeeded(record: Sample.record, credit: Sample.price)],
      state: .succeeded, entries: ["hold 0.04", "capture 0.04"], cost: "0.04"),
    Life(
      name: "charge unstated, corrected downwards",
      events: [
        .submit, Sample.accepted("u", .unstated), .succeeded(record: Sample.record, credit: Money(nanodollars: 10_000_000)),
      ],
      state: .succeeded, entries: ["hold 0.04", "capture 0.04", "correction -0.03"], cost: "0.01"),
    Life(
      name: "failed, refunded in parts",
      events: [
        .submit, Sample.accepted("u"), .failed(error: "nsfw", credit: nil, refunded: Money(nanodollars: 10_000_000)),
        .refunded(Money(nanodollars: 30_000_000)), .refunded(Money(nanodollars: 30_000_000)),
        .refunded(Money(nanodollars: 99_000_000)),
      ],
      state: .failed, entries: ["hold 0.04", "capture 0.04", "refund 0.01", "refund 0.02", "refund 0.01"]),
    Life(
      name: "stalled, then late",
      events: [.submit, Sample.accepted("u"), .stalled, .succeeded(record: Sample.record, credit: nil)],
      state: .succeeded, entries: ["hold 0.04", "capture 0.04"], cost: "0.04"),
    Life(
      name: "unknown, charged, rescued",
      events: [
        .submit, .lost(reason: "timeout"), .resolvedCharged(upstreamID: "u"),
        .succeeded(record: Sample.record, credit: Sample.price),
      ],
      state: .succeeded, entries: ["hold 0.04", "capture 0.04"], cost: "0.04"),
    Life(
      name: "unknown, charged, written off", events: [.submit, .lost(reason: "timeout"), .resolvedCharged(upstreamID: nil)],
      state: .failed, entries: ["hold 0.04", "capture 0.04"], cost: "0.04"),
    Life(
      name: "unknown, not charged", events: [.submit, .lost(reason: "timeout"), .resolvedNotCharged], state: .released,
      entries: ["hold 0.04", "release 0.04"]),
  ]

  @Test(arguments: StoreUnderTest.allCases, lives)
  func everyLifeLeavesItsLedger(_ subject: StoreUnderTest, _ life: Life) async throws {
    for policy in [CachePolicy.plain, .noStore] {
      try await subject.run { store in
        let generation = try await store.live(Sample.order(policy: policy), life.events)
        #expect(generation.state == life.state)
        #expect(generation.cost.description == life.cost)
        #expect(try await store.generation(generation.number) == generation)
        #expect(try await store.entries(of: generation.number) == life.entries)
        let lines = try await store.ledger(of: generation.number)
        #expect(lines.allSatisfy { $0.day == Sample.window.day })
        #expect(lines.dropFirst().allSatisfy { $0.at > Sample.start })
        let live = try await store.contents(of: Sample.slot()).live
        let occupies = life.state.isLive && (policy == .plain || life.state == .unknown)
        #expect(live == (occupies ? SlotContents.Live(generation: generation.number, state: life.state) : nil))
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aSuccessFillsTheSlotWithItsRecord(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let generation = try await store.live(
        [.submit, Sample.accepted("u"), .succeeded(record: Sample.record, credit: nil)])
      #expect(
        try await store.contents(of: Sample.slot())
          == SlotContents(finished: SlotContents.Finished(generation: generation.number, at: .after(3))))
      let recorded = try #require(try await store.recordedGeneration(generation.number))
      #expect(recorded.record == CanonicalJSON.encode(.object(Sample.record)))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aFailureLeavesTheOlderResult(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let first = try await store.live([.submit, Sample.accepted("u1"), .succeeded(record: Sample.record, credit: nil)])
      let second = try await store.live(Sample.order(policy: .noCache), [.submit, Sample.accepted("u2")])
      _ = try await store.record(.failed(error: "x", credit: nil, refunded: .zero), for: second.number, at: .after(9))
      #expect(try await store.contents(of: Sample.slot()).finished?.generation == first.number)
      let third = try await store.live(
        Sample.order(policy: .noCache), [.submit, Sample.accepted("u3"), .succeeded(record: Sample.record, credit: nil)])
      #expect(try await store.contents(of: Sample.slot()).finished?.generation == third.number)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whatAStateDoesNotAllowChangesNothing(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let running = try await store.live([.submit, Sample.accepted("u1")])
      let contents = try await store.contents(of: Sample.slot())
      await #expect {
        try await store.record(Sample.rejected, for: running.number, at: .after(9))
      } throws: { error in
        if case StoreError.invalidTransition(let transition) = error { transition.state == .running } else { false }
      }
      #expect(try await store.generation(running.number) == running)
      #expect(try await store.contents(of: Sample.slot()) == contents)
      #expect(try await store.entries(of: running.number) == ["hold 0.04", "capture 0.04"])
      let missing = try #require(GenerationNumber(99))
      await #expect(throws: StoreError.noSuchGeneration(missing)) {
        try await store.record(.submit, for: missing, at: .after(9))
      }
      #expect(try await store.generation(missing) == nil)
      #expect(try await store.recordedGeneration(missing) == nil)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func oneUpstreamJobIsNeverBelievedTwice(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let first = try await store.live([.submit, Sample.accepted("same")])
      let other = Sample.order(Sample.slot("a dog"))
      let second = try await store.live(other, [.submit, Sample.accepted("same")])
      #expect(second.state == .unknown)
      #expect(second.upstreamID == nil)
      #expect(second.note == "the upstream answered with job id same, which belongs to \(first.number)")
      #expect(try await store.entries(of: second.number) == ["hold 0.04"])
      #expect(try await store.decide(other).kind == .blocked)
      await #expect {
        try await store.record(.resolvedCharged(upstreamID: "same"), for: second.number, at: .after(9))
      } throws: { error in
        if case StoreError.conflict(let sentence) = error { sentence.contains("\(first.number)") } else { false }
      }
      #expect(try await store.generation(second.number) == second)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func concurrentEventsOfOneGenerationHappenOnce(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let unknown = try await store.live([.submit, .lost(reason: "timeout")])
      let outcomes = try await concurrently(50) { index -> Bool in
        let event: GenerationEvent = index.isMultiple(of: 2) ? .resolvedNotCharged : .resolvedCharged(upstreamID: nil)
        return (try? await store.record(event, for: unknown.number, at: .after(5))) != nil
      }
      #expect(outcomes.filter { $0 }.count == 1)
      #expect(try await store.entries(of: unknown.number).count == 2)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aZeroByteInAText(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let generation = try await store.live([.submit, .lost(reason: "left\0right")])
      #expect(try await store.generation(generation.number)?.note == "left\u{FFFD}right")
    }
  }
}
