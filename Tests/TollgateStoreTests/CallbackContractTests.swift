import NIOConcurrencyHelpers
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
      #expect(callback.url == "https://a.example/hook" && callback.baseURL == "http://127.0.0.1:8080")
      #expect(try await store.nextCallback(after: .after(49)) == nil, "it need not be waited for")
      let taken = try await store.takeCallbacks(Self.take(at: 50)).callbacks
      try await store.settle(
        taken.map { CallbackSettlement($0, .again(at: .after(90), status: 500, reason: "x"), at: .after(51)) })
      #expect(try await store.nextCallback(after: .after(89)) == .after(90))
      #expect(try await store.nextCallback(after: .after(90)) == nil)
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
      try await hits(store, 3, receiver: "https://a.example")
      let first = try await store.takeCallbacks(Self.take(at: 100, room: 2))
      #expect(first.callbacks.map(\.serial) == [1, 2])
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
      for receiver in ["http://b", "http://a", "http://c"] { try await hits(store, 5, receiver: receiver) }
      let lane = CallbackLane(key: Sample.alice, receiver: "http://b")
      let taken = try await store.takeCallbacks(Self.take(at: 100, room: 2, roomOf: [lane: 0]))
      #expect(taken.callbacks.map(\.receiver) == ["http://a", "http://a", "http://c", "http://c"] && !taken.isCutShort)
      #expect(taken.last == [Sample.alice: "http://c"])
      // A key has no more than is left free.
      let few = try await store.takeCallbacks(Self.take(at: 101, limit: 5, room: 2))
      #expect(few.callbacks.map(\.receiver) == ["http://a", "http://a", "http://b"])
      // The walk goes on after the last, and begins anew where it ends.
      let rest = try await store.takeCallbacks(Self.take(at: 102, room: 2, after: few.last))
      #expect(rest.callbacks.map(\.receiver) == ["http://c", "http://c", "http://a", "http://b", "http://b"])
      #expect(
        try await store.takeCallbacks(Self.take(at: 103)).callbacks.map(\.receiver) == ["http://b", "http://b", "http://c"])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func eachKeyHasItsShare(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      for number in 1...30 { try await hits(store, 1, receiver: "http://dead\(number)") }
      try await hits(store, 2, receiver: "http://good", key: Sample.bob)
      let taken = try await store.takeCallbacks(Self.take(at: 100, limit: 12, room: 4)).callbacks
      #expect(taken.count { $0.key == Sample.alice } == 5 && taken.count { $0.key == Sample.bob } == 2)
      // Who has its hands full already gets nothing, and leaves the rest to others.
      let held = [Sample.alice: 8]
      #expect(try await store.takeCallbacks(Self.take(at: 101, limit: 8, heldOf: held, room: 4)).callbacks.isEmpty)
      try await hits(store, 1, receiver: "http://other", key: Sample.bob)
      let next = try await store.takeCallbacks(Self.take(at: 102, limit: 8, heldOf: held, room: 4)).callbacks
      #expect(next.map(\.receiver) == ["http://other"])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aCallEndsAtItsBounds(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let count = CallbackTake.maximumRoused + 10
      try await hits(store, Int64(count), receiver: "http://a")
      let all = try await store.takeCallbacks(Self.take(at: 2000, limit: 9000, room: 9000)).callbacks
      try await store.settle(
        all.map { CallbackSettlement($0, .again(at: .after(3000), status: nil, reason: "x"), at: .after(2001)) })
      #expect(all.count == count)
      let first = try await store.takeCallbacks(Self.take(at: 3000, limit: 9000, room: 9000))
      #expect(first.callbacks.count == CallbackTake.maximumRoused && first.isCutShort)
      let second = try await store.takeCallbacks(Self.take(at: 3000, limit: 9000, room: 9000))
      #expect(second.callbacks.count == 10 && !second.isCutShort)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aKeyHasSoManyOnTheirWayAndNoMore(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let leftOut = NIOLockedValueBox(0)
      func create(_ serial: Int64, key: KeyID = Sample.alice) async throws -> PurchaseDecision.Kind {
        let order = Sample.order(
          key: key, callback: Sample.callback(serial), maximumCallbacks: 2,
          onCallbackLeftOut: { leftOut.withLockedValue { $0 += 1 } })
        return try await store.decide(order).kind
      }
      #expect(try await create(1) == .bought)
      let number = try #require(try await store.callbacks(CallbackQuery()).first).generation
      #expect(try await create(2) == .joined)
      #expect(leftOut.withLockedValue(\.self) == 0)
      #expect(try await create(3) == .joined)
      #expect(leftOut.withLockedValue(\.self) == 1)
      #expect(try await create(4, key: Sample.bob) == .joined, "another key's are counted for themselves")
      try await store.apply(Self.succeeded, to: number)
      #expect(try await create(5) == .hit)
      #expect(leftOut.withLockedValue(\.self) == 2)
      // What has come to its end makes room, and what is asked for again takes it.
      let taken = try await store.takeCallbacks(Self.take(at: 100)).callbacks.filter { $0.key == Sample.alice }
      try await store.settle(taken.map { CallbackSettlement($0, .givenUp(status: 500, reason: "x"), at: .after(100)) })
      #expect(try await create(6) == .hit)
      #expect(try await store.retryCallback(try #require(taken.first).id, at: .after(200)))
      #expect(try await create(7) == .hit)
      #expect(leftOut.withLockedValue(\.self) == 3)
      #expect(try await store.callbacks(CallbackQuery()).map(\.serial) == [6, 4, 2, 0])
    }
  }

  /// After the clock was set back, or at a start, where nobody knows.
  @Test(arguments: StoreUnderTest.allCases)
  func whatRestsForTooLongIsPulledIn(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await hits(store, 5, receiver: "http://a")
      let taken = try await store.takeCallbacks(Self.take(at: 20)).callbacks
      let outcomes: [CallbackSettlement.Outcome] = [
        .postponed(until: .after(4000)), .again(at: .after(3700), status: nil, reason: "x"),
        .again(at: .after(4000), status: nil, reason: "x"), .again(at: .after(90_000), status: nil, reason: "x"),
      ]
      try await store.settle(zip(taken, outcomes).map { CallbackSettlement($0, $1, at: .after(30)) })
      func moments() async throws -> [Timestamp?] { try await store.callbacks(CallbackQuery()).reversed().map(\.dueAt) }
      try await store.pullCallbacksIn(by: .zero, latest: .after(40_000), at: .after(100))
      #expect(try await moments() == [.after(100), .after(3700), .after(4000), .after(100), .after(15)])
      try await store.pullCallbacksIn(by: .seconds(3600), latest: .after(40_000), at: .after(150))
      #expect(try await moments() == [.after(100), .after(150), .after(400), .after(100), .after(15)])
      // The fifth was somebody's until its lease ended.
      let due = try await store.takeCallbacks(Self.take(at: 151)).callbacks
      #expect(due.map(\.id) == [4, 0, 3, 1].map { taken[$0].id })
      #expect(try await store.takeCallbacks(Self.take(at: 400)).callbacks.contains { $0.id == taken[2].id })
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whatIsTakenWhileItsJobEndsIsNotTakenTwice(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let number = try await store.buy(Sample.order(callback: Sample.callback(7)))
      try await store.apply(Self.running + [.succeeded(record: Sample.record, credit: nil, keepsFiles: true)], to: number)
      let taken = try await store.takeCallbacks(Self.take(at: 50)).callbacks
      _ = try await store.record(.filesPassedOn, for: number, at: .after(60))
      #expect(try await store.takeCallbacks(Self.take(at: 61)).callbacks.isEmpty)
      try await store.settle(taken.map { CallbackSettlement($0, .early(until: .after(900)), at: .after(62)) })
      #expect(try await store.takeCallbacks(Self.take(at: 63)).callbacks.map(\.id) == taken.map(\.id))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func settlementsAreWrittenDown(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await hits(store, 5, receiver: "http://a")
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
      try await hits(store, 3, receiver: "http://a")
      let taken = try await store.takeCallbacks(Self.take(at: 100)).callbacks
      try await store.settle(taken.map { CallbackSettlement($0, .givenUp(status: 500, reason: "x"), at: .after(100)) })
      #expect(try await store.retryCallback(taken[1].id, at: .after(200)))
      #expect(try await !store.retryCallback(taken[1].id, at: .after(200)))
      #expect(try await store.takeCallbacks(Self.take(at: 200)).callbacks.map(\.attempts) == [0])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func allThatWereGivenUpAreAskedForAgainInSteps(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await hits(store, 5, receiver: "http://a")
      let taken = try await store.takeCallbacks(Self.take(at: 100)).callbacks
      try await store.settle(
        taken.map { CallbackSettlement($0, .givenUp(status: 500, reason: "x"), at: .after(100)) }
          + [CallbackSettlement(taken[2], .delivered(status: 200), at: .after(101))])
      let ids = taken.map(\.id)
      #expect(try await store.retryCallbacks(after: nil, limit: 2, at: .after(200)) == Array(ids[..<2]))
      #expect(try await store.callbacks(CallbackQuery(state: .givenUp)).count == 3)
      #expect(try await store.retryCallbacks(after: ids[1], limit: 2, at: .after(200)) == Array(ids[2..<4]))
      #expect(try await store.retryCallbacks(after: ids[3], limit: 2, at: .after(200)) == [ids[4]])
      #expect(try await store.retryCallbacks(after: ids[4], limit: 2, at: .after(200)).isEmpty)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func waitingOnThisSideUsesPatienceOnlyWhereItIsSaid(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await hits(store, 2, receiver: "http://a")
      let taken = try await store.takeCallbacks(Self.take(at: 20)).callbacks
      try await store.settle([
        CallbackSettlement(taken[0], .postponed(until: .after(31)), at: .after(30)),
        CallbackSettlement(taken[1], .postponed(until: .after(32), usesPatience: false), at: .after(30)),
      ])
      let callbacks = try await store.callbacks(CallbackQuery()).sorted { $0.id < $1.id }
      #expect(callbacks.map(\.dueAt) == [.after(31), .after(32)])
      #expect(callbacks.map(\.readyAt) == [.after(11), .after(32)])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whatEndedLongAgoIsRemovedInSteps(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await hits(store, 5, receiver: "http://a")
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
    at seconds: Int64, limit: Int = 100, heldOf: [KeyID: Int] = [:], room: Int = 50, roomOf: [CallbackLane: Int] = [:],
    after: [KeyID: String] = [:]
  ) -> CallbackTake {
    CallbackTake(
      at: .after(seconds), leasedUntil: .after(seconds + 60), limit: limit, heldOf: heldOf, room: room, roomOf: roomOf,
      after: after)
  }

  /// So many hits of one result that ask for callbacks, due one second after another.
  private func hits(_ store: any Store, _ count: Int64, receiver: String, key: KeyID = Sample.alice) async throws {
    let slot = Sample.slot(receiver)
    let record = Self.succeeded.map { event in
      if case .accepted(_, let charge) = event { GenerationEvent.accepted(upstreamID: receiver, charge: charge) } else { event }
    }
    try await store.live(Sample.order(slot), record)
    for serial in 1...count {
      let order = Sample.order(slot, key: key, at: .after(10 + serial), callback: Sample.callback(serial, receiver: receiver))
      #expect(try await store.decide(order).kind == .hit)
    }
  }
}
