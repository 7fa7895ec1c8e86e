import Testing
import TollgateCore

/// Contents made anew under changed rules, against every implementation of the port.
@Suite struct ContentContractTests {
  private static let running: [GenerationEvent] = [.submit, Sample.accepted("u1")]
  private static let finished = running + [.succeeded(record: Sample.record, credit: nil)]
  private static let lost: [GenerationEvent] = [.submit, .lost(reason: "timeout")]

  /// An order whose body is its slot's text.
  private static func order(_ text: String, policy: CachePolicy = .plain, at: Timestamp = Sample.start) -> PurchaseOrder {
    Sample.order(Sample.slot(text), policy: policy, at: at, body: text)
  }

  private static func finished(_ upstreamID: String) -> [GenerationEvent] {
    [.submit, Sample.accepted(upstreamID), .succeeded(record: Sample.record, credit: nil)]
  }

  /// Changes the rules so that the body `from` is the same as `to`, and others stay.
  private static func rename(_ names: [String: String], under rules: String = "1", in store: any Store) async throws
    -> ContentRecomputation?
  {
    try await store.recomputeContents(under: rules) { body in
      let text = String(decoding: body, as: UTF8.self)
      return Content(hashing: Array((names[text] ?? text).utf8))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whatIsFinishedOrLiveMoves(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let done = try await store.live(Self.order("a"), Self.finished)
      let again = try await store.live(Self.order("a", policy: .noCache), [.submit, Sample.accepted("u2")])
      let before = try await store.contents(of: Sample.slot("a"))
      #expect(try await Self.rename(["a": "b"], in: store) == ContentRecomputation(read: 2, moved: 2))
      #expect(try await store.contents(of: Sample.slot("a")) == SlotContents())
      #expect(try await store.contents(of: Sample.slot("b")) == before)
      #expect(try await store.generation(done.number)?.slot == Sample.slot("b"))
      #expect(try await store.decide(Self.order("b", policy: .noCache)).generation?.number == again.number)
      _ = try await store.record(.succeeded(record: Sample.record, credit: nil), for: again.number, at: .after(9))
      #expect(try await store.decide(Self.order("b")).generation?.number == again.number)
      #expect(try await store.decide(Self.order("a")).kind == .bought)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func itIsDoneOnceForTheSameRules(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.live(Self.order("a"), Self.finished)
      #expect(try await Self.rename([:], in: store) == ContentRecomputation(read: 1))
      #expect(try await Self.rename(["a": "b"], in: store) == nil)
      #expect(try await store.decide(Self.order("a")).kind == .hit)
      #expect(try await Self.rename(["a": "b"], under: "2", in: store) == ContentRecomputation(read: 1, moved: 1))
      #expect(try await Self.rename([:], under: "1", in: store) == ContentRecomputation(read: 1, moved: 1))
      #expect(try await store.decide(Self.order("a")).kind == .hit)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aBodyThatIsNoCreateAnyMoreStays(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.live(Self.order("a"), Self.finished)
      #expect(try await store.recomputeContents(under: "1") { _ in nil } == ContentRecomputation(read: 1))
      #expect(try await store.decide(Self.order("a")).kind == .hit)
    }
  }

  @Test(arguments: StoreUnderTest.allCases, [["a": "c", "b": "c"], ["a": "b"], ["b": "a"], ["a": "b", "b": "c", "c": "d"]])
  func theNewestResultStays(_ subject: StoreUnderTest, _ names: [String: String]) async throws {
    try await subject.run { store in
      for (index, text) in ["a", "b"].enumerated() {
        let order = Self.order(text, at: .after(Int64(index) * 100))
        let number = try await store.buy(order)
        for event in Self.finished("u\(index)") {
          _ = try await store.record(event, for: number, at: .after(Int64(index) * 100))
        }
      }
      #expect(try await Self.rename(names, in: store)?.displaced == 0)
      let newest = try #require(GenerationNumber(2))
      let place = names["b"] ?? "b"
      #expect(try await store.decide(Self.order(place, at: .after(300))).generation?.number == newest)
    }
  }

  /// One leaves a slot that another enters, whoever is looked at first.
  @Test(arguments: StoreUnderTest.allCases)
  func slotsAreExchanged(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      for (index, text) in ["a", "b", "c"].enumerated() {
        try await store.live(Self.order(text), Self.finished("u\(index)"))
        try await store.live(Self.order(text, policy: .noCache), [.submit, Sample.accepted("v\(index)")])
      }
      #expect(
        try await Self.rename(["a": "b", "b": "c", "c": "a"], in: store) == ContentRecomputation(read: 6, moved: 6))
      for (text, number) in [("b", 1), ("c", 3), ("a", 5)] as [(String, Int64)] {
        let contents = try await store.contents(of: Sample.slot(text))
        #expect(contents.finished?.generation == GenerationNumber(number))
        #expect(contents.live?.generation == GenerationNumber(number + 1))
      }
    }
  }

  /// Of two that are live now an unknown stays, so that nobody buys again what may have been bought; else the older.
  @Test(
    arguments: StoreUnderTest.allCases,
    [
      ("running", "running", 1), ("running", "unknown", 2), ("unknown", "running", 1), ("unknown", "unknown", 1),
      ("running", "stalled", 2), ("stalled", "unknown", 1),
    ])
  func ofTwoLiveOnesOneKeepsTheSlot(_ subject: StoreUnderTest, _ pair: (String, String, Int64)) async throws {
    for names in [["a": "b"], ["b": "a"], ["a": "c", "b": "c"]] {
      try await subject.run { store in
        for (text, state) in [("a", pair.0), ("b", pair.1)] {
          let events: [GenerationEvent] =
            switch state {
            case "unknown": Self.lost
            case "stalled": [.submit, Sample.accepted("u" + text), .stalled]
            default: [.submit, Sample.accepted("u" + text)]
            }
          try await store.live(Self.order(text), events)
        }
        #expect(try await Self.rename(names, in: store)?.displaced == 1)
        let winner = try #require(GenerationNumber(pair.2))
        let loser = try #require(GenerationNumber(3 - pair.2))
        let place = names["a"] ?? "a"
        #expect(try await store.contents(of: Sample.slot(place)).live?.generation == winner)
        #expect(try await store.generation(loser)?.keepsResult == false)
        #expect(try await store.generation(winner)?.keepsResult == true)
        try await expectClean(store)
        // The other one's job goes on, and its money is booked.
        if try await store.generation(loser)?.state != .unknown {
          let ended = try await store.record(.succeeded(record: Sample.record, credit: nil), for: loser, at: .after(20))
          #expect(ended.state == .succeeded)
          #expect(try await store.recordedGeneration(loser)?.record != nil)
        } else {
          _ = try await store.record(.resolvedNotCharged, for: loser, at: .after(20))
        }
        let contents = try await store.contents(of: Sample.slot(place))
        #expect(contents.live?.generation == winner && contents.finished == nil)
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whatIsBoughtWithNoStoreMovesWhileItIsLive(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let generation = try await store.live(Self.order("a", policy: .noStore), Self.running)
      #expect(try await Self.rename(["a": "b"], in: store) == ContentRecomputation(read: 1, moved: 1))
      #expect(try await store.generation(generation.number)?.slot == Sample.slot("b"))
    }
  }

  /// The resend's body was spelled otherwise than the unknown's; they stay together.
  @Test(arguments: StoreUnderTest.allCases, [1, 2])
  func aResendAndItsUnknownStayTogether(_ subject: StoreUnderTest, _ displacing: Int) async throws {
    try await subject.run { store in
      let unknown = try await store.live(Self.order("a"), Self.lost)
      let order = Sample.order(Sample.slot("a"), policy: .askedResend, body: "A")
      let resend = try await store.live(order, Self.running)
      if displacing == 2 { try await store.live(Self.order("z"), Self.lost) }
      let done = try await Self.rename(["a": "x", "A": "z"], in: store)
      #expect(try await store.generation(unknown.number)?.slot == Sample.slot("z"))
      #expect(try await store.generation(resend.number)?.slot == Sample.slot("z"))
      #expect(done?.moved == 2 && done?.displaced == (displacing == 2 ? 2 : 0))
      try await expectClean(store)
      _ = try await store.record(.failed(error: "x", credit: nil, refunded: .zero), for: resend.number, at: .after(9))
      let live = try await store.contents(of: Sample.slot("z")).live
      #expect(live?.generation == (displacing == 2 ? GenerationNumber(3) : unknown.number))
    }
  }

  /// A repeat under an Idempotency-Key is compared with the generation's content, also where that has left its slot.
  @Test(arguments: StoreUnderTest.allCases)
  func whatAnIdempotencyKeyStandsForMoves(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      func order(_ text: String) -> PurchaseOrder {
        Sample.order(Sample.slot(text), at: .after(50), body: text, idempotency: .init(name: "k", serial: 5))
      }
      let first = try await store.live(order("a"), Self.finished("u1"))
      try await store.live(Self.order("a", policy: .noCache), Self.finished("u2"))
      #expect(try await Self.rename(["a": "b"], in: store) == ContentRecomputation(read: 2, moved: 2))
      let repeated = try await store.decide(order("b"))
      #expect(repeated.kind == .repeated && repeated.generation?.number == first.number)
      #expect(try await store.decide(order("a")).kind == .keyReused)
    }
  }

  /// Long random lives, and rules by which many bodies are one, on both stores: they agree in everything.
  @Test(arguments: 1...6)
  func allStoresAgree(_ seed: UInt64) async throws {
    var states: [[String]] = []
    for subject in StoreUnderTest.allCases {
      try await subject.run { store in
        var walk = RandomWalk(seed: seed, isIdempotent: true)
        var seen: [String] = []
        for (round, modulus) in [13, 40, 7].enumerated() {
          try await walk.run(steps: 250, on: store, owner: Sample.owner)
          let done = try await store.recomputeContents(under: "\(round)") { body in
            RandomWalk.number(in: body).map { Sample.slot("\(($0 * 3 + round) % modulus)").content }
          }
          seen.append("\(String(describing: done))")
          try await expectClean(store)
          for number in 0..<40 { seen.append("\(try await store.contents(of: Sample.slot("\(number)")))") }
          for number in walk.bought { seen.append("\(String(describing: try await store.generation(number)))") }
        }
        states.append(seen)
      }
    }
    #expect(states.count == 2 && states.first == states.last)
  }
}
