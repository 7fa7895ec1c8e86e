import Testing
import TollgateCore

/// The outbox, against every implementation of the port: who is owed a callback, from when on, and what becomes of it.
@Suite struct CallbackContractTests {
  private static let running: [GenerationEvent] = [.submit, Sample.accepted("u")]
  private static let succeeded = running + [.succeeded(record: Sample.record, credit: nil)]

  /// What a purchase goes through after a create of it was joined, and what becomes of the two callbacks.
  struct End: Sendable, CustomTestStringConvertible {
    let name: String
    let events: [GenerationEvent]
    /// `nil` where they are removed.
    let state: CallbackState?
    var testDescription: String { name }
  }

  static let ends: [End] = [
    End(name: "held", events: [], state: .waiting),
    End(name: "running", events: running, state: .waiting),
    End(name: "stalled", events: running + [.stalled], state: .waiting),
    End(name: "unknown", events: [.submit, .lost(reason: "timeout")], state: .waiting),
    End(name: "succeeded", events: succeeded, state: .due),
    End(name: "failed", events: running + [.failed(error: "x", credit: nil, refunded: .zero)], state: .due),
    End(name: "late", events: running + [.stalled, .succeeded(record: Sample.record, credit: nil)], state: .due),
    End(
      name: "rescued",
      events: [.submit, .lost(reason: "timeout"), .resolvedCharged(upstreamID: "u"), .succeeded(record: [:], credit: nil)],
      state: .due),
    End(name: "written off", events: [.submit, .lost(reason: "x"), .resolvedCharged(upstreamID: nil)], state: .due),
    End(name: "rejected", events: [.submit, Sample.rejected], state: nil),
    End(name: "released", events: [.released(.queue)], state: nil),
    End(name: "not charged", events: [.submit, .lost(reason: "timeout"), .resolvedNotCharged], state: nil),
  ]

  @Test(arguments: StoreUnderTest.allCases, ends)
  func callbacksBecomeDueWithTheJobsEnd(_ subject: StoreUnderTest, _ end: End) async throws {
    try await subject.run { store in
      let number = try await store.buy(Sample.order(callback: Sample.callback(7)))
      #expect(try await store.decide(Sample.order(key: Sample.bob, callback: Sample.callback(8))).kind == .joined)
      try await store.apply(end.events, to: number)
      let callbacks = try await store.callbacks(CallbackQuery())
      #expect(callbacks.map(\.state) == (end.state.map { [$0, $0] } ?? []))
      // The buyer's job id is the payer's.
      #expect(callbacks.map(\.serial) == (end.state == nil ? [] : [8, 0]))
      #expect(callbacks.map(\.key) == (end.state == nil ? [] : [Sample.bob, Sample.alice]))
      let endedAt = Timestamp.after(Int64(end.events.count))
      #expect(callbacks.allSatisfy { $0.dueAt == (end.state == .due ? endedAt : nil) && $0.generation == number })
      let taken = try await store.takeCallbacks(Self.take(at: 100))
      #expect(taken.callbacks.count == (end.state == .due ? 2 : 0))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aHitsCallbackIsDueAtOnce(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.live(Self.succeeded)
      #expect(try await store.callbacks(CallbackQuery()).isEmpty)
      #expect(try await store.decide(Sample.order(at: .after(50), callback: Sample.callback(9))).kind == .hit)
      let callback = try #require(try await store.callbacks(CallbackQuery()).first)
      #expect(callback.state == .due && callback.dueAt == .after(50) && callback.serial == 9 && callback.attempts == 0)
      #expect(callback.url == "https://a.example:443/hook" && callback.baseURL == "http://127.0.0.1:8080")
      #expect(try await store.nextCallback(after: .after(49)) == .after(50))
      #expect(try await store.nextCallback(after: .after(50)) == nil)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whatIsNotAnsweredWithAJobIsOwedNothing(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let callback = Sample.callback()
      #expect(try await store.decide(Sample.order(policy: .onlyIfCached, callback: callback)).kind == .notCached)
      #expect(try await store.decide(Sample.order(quote: nil, callback: callback)).kind == .unpriced)
      #expect(try await store.decide(Sample.order(isPaused: true, callback: callback)).kind == .paused)
      try await store.live([.submit, .lost(reason: "timeout")])
      #expect(try await store.decide(Sample.order(callback: callback)).kind == .blocked)
      _ = try await store.forecast(Sample.order(Sample.slot("other"), callback: callback))
      #expect(try await store.callbacks(CallbackQuery()).isEmpty)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whatIsTakenIsLeasedUntilItIsSettledOrTheLeaseEnds(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await hits(store, 3, host: "https://a.example:443")
      let first = try await store.takeCallbacks(Self.take(at: 100, room: 2))
      #expect(first.callbacks.map(\.serial) == [1, 2] && first.last == nil)
      #expect(try await store.takeCallbacks(Self.take(at: 101)).callbacks.map(\.serial) == [3])
      #expect(try await store.takeCallbacks(Self.take(at: 159)).callbacks.isEmpty)
      #expect(try await store.takeCallbacks(Self.take(at: 160)).callbacks.map(\.serial) == [1, 2])
      // The next run begins with all of them.
      _ = try await store.recover(owner: OwnerID("second run"), at: .after(170))
      #expect(try await store.takeCallbacks(Self.take(at: 170)).callbacks.count == 3)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func eachReceiverHasItsShare(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      for host in ["http://b", "http://a", "http://c"] { try await hits(store, 5, host: host) }
      let taken = try await store.takeCallbacks(Self.take(at: 100, limit: 6, room: 2, roomOf: ["http://b": 0]))
      #expect(taken.callbacks.map(\.host) == ["http://a", "http://a", "http://c", "http://c"] && taken.last == nil)
      let few = try await store.takeCallbacks(Self.take(at: 101, limit: 3, room: 2))
      #expect(few.callbacks.map(\.host) == ["http://a", "http://a", "http://b"] && few.last == "http://b")
      let rest = try await store.takeCallbacks(Self.take(at: 102, after: "http://b", limit: 3, room: 2))
      #expect(rest.callbacks.map(\.host) == ["http://c", "http://c"] && rest.last == nil)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func settlementsAreWrittenDown(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await hits(store, 5, host: "http://a")
      let taken = try await store.takeCallbacks(Self.take(at: 100)).callbacks
      let outcomes: [CallbackSettlement.Outcome] = [
        .delivered(status: 204), .again(at: .after(300), status: 500, reason: "500"), .givenUp(status: nil, reason: "refused"),
        .early(until: .after(400)), .postponed(until: .after(500)),
      ]
      try await store.settle(zip(taken, outcomes).map { CallbackSettlement($0, $1, at: .after(110)) })
      let settled = try await store.callbacks(CallbackQuery()).sorted { $0.id < $1.id }
      #expect(settled.map(\.state) == [.delivered, .due, .givenUp, .waiting, .due])
      #expect(settled.map(\.attempts) == [1, 1, 1, 0, 0])
      #expect(settled.map(\.dueAt) == [nil, .after(300), nil, .after(400), .after(500)])
      #expect(settled.map(\.endedAt) == [.after(110), nil, .after(110), nil, nil])
      #expect(settled.map(\.lastStatus) == [204, 500, nil, nil, nil])
      #expect(settled.map(\.lastReason) == [nil, "500", "refused", nil, nil])
      #expect(try await store.callbacks(CallbackQuery(state: .givenUp)).map(\.id) == [settled[2].id])
      #expect(try await store.callbacks(CallbackQuery(before: settled[2].id, limit: 1)).map(\.id) == [settled[1].id])
      // A second settlement of what has ended changes nothing.
      try await store.settle([CallbackSettlement(taken[0], .givenUp(status: nil, reason: "x"), at: .after(111))])
      #expect(try await store.callbacks(CallbackQuery()).contains(settled[0]))
      #expect(try await store.takeCallbacks(Self.take(at: 400)).callbacks.map(\.id) == [settled[1].id, settled[3].id])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whatWasGivenUpCanBeAskedForAgain(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await hits(store, 3, host: "http://a")
      let taken = try await store.takeCallbacks(Self.take(at: 100)).callbacks
      try await store.settle(taken.map { CallbackSettlement($0, .givenUp(status: 500, reason: "x"), at: .after(100)) })
      #expect(try await store.retryCallbacks(taken[1].id, at: .after(200)) == 1)
      #expect(try await store.retryCallbacks(taken[1].id, at: .after(200)) == 0)
      #expect(try await store.takeCallbacks(Self.take(at: 200)).callbacks.map(\.attempts) == [0])
      #expect(try await store.retryCallbacks(nil, at: .after(201)) == 2)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whatEndedLongAgoIsRemovedInSteps(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await hits(store, 5, host: "http://a")
      let taken = try await store.takeCallbacks(Self.take(at: 100)).callbacks
      try await store.settle(
        taken.prefix(4).enumerated().map { CallbackSettlement($1, .delivered(status: 200), at: .after(100 + Int64($0))) })
      #expect(try await store.removeCallbacks(endedBefore: .after(103), limit: 2) == 2)
      #expect(try await store.removeCallbacks(endedBefore: .after(103), limit: 2) == 1)
      #expect(try await store.callbacks(CallbackQuery()).map(\.state) == [.due, .delivered])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func theSecretStays(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let secret = try await store.callbackSecret()
      #expect(secret.count == 32 && Set(secret).count > 1)
      #expect(try await store.callbackSecret() == secret)
    }
  }

  private static func take(
    at seconds: Int64, after: String = "", limit: Int = 100, room: Int = 50, roomOf: [String: Int] = [:]
  ) -> CallbackTake {
    CallbackTake(
      at: .after(seconds), leasedUntil: .after(seconds + 60), after: after, limit: limit, room: room, roomOf: roomOf)
  }

  /// So many hits of one result that ask for callbacks, due one second after another.
  private func hits(_ store: any Store, _ count: Int64, host: String) async throws {
    let slot = Sample.slot(host)
    let record = Self.succeeded.map { event in
      if case .accepted(_, let charge) = event { GenerationEvent.accepted(upstreamID: host, charge: charge) } else { event }
    }
    try await store.live(Sample.order(slot), record)
    for serial in 1...count {
      let order = Sample.order(slot, at: .after(10 + serial), callback: Sample.callback(serial, host: host))
      #expect(try await store.decide(order).kind == .hit)
    }
  }
}
