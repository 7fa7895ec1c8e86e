import Testing
import TollgateCore

/// Pages of purchases and of the ledger, by whose they are and what became of them.
@Suite struct ListContractTests {
  /// g1 alice's fox, g2 bob's owl of another model, g3 alice's and g4 bob's that failed, g5 alice's unknown, g6 bob's that was
  /// rejected, g7 alice's that was given up, g8 alice's that runs. They are an hour apart, and g6 is of a clock that went back.
  private static func fill(_ store: any Store) async throws {
    let refunded = GenerationEvent.failed(error: "no", credit: nil, refunded: Sample.price)
    let lives: [(prompt: String, model: String, key: KeyID, hour: Int64, events: [GenerationEvent])] = [
      ("a red fox", "google/nano-banana", Sample.alice, 0, [.submit, accepted(1), succeeded]),
      ("an owl", "acme/owls", Sample.bob, 1, [.submit, accepted(2), succeeded]),
      ("a fox again", "google/nano-banana", Sample.alice, 2, [.submit, accepted(3), refunded]),
      ("an owl again", "acme/owls-2", Sample.bob, 3, [.submit, accepted(4), refunded]),
      ("a cat", "google/nano-banana", Sample.alice, 4, [.submit, .lost(reason: "x")]),
      ("a dog", "acme/owls", Sample.bob, -5, [.submit, Sample.rejected]),
      ("a cow", "google/veo", Sample.alice, 6, [.released(.queue)]),
      ("a hen", "google/nano-banana", Sample.alice, 7, [.submit, accepted(8)]),
    ]
    for life in lives {
      let order = PurchaseOrder(
        slot: Sample.slot(life.prompt), policy: .plain, key: life.key, team: life.key == Sample.bob ? nil : "design",
        model: life.model, canonicalBody: ResultContractTests.body(life.prompt, model: life.model), quote: Sample.price,
        priceClass: Catalogue.builtIn.priceClass(model: life.model, args: [:]), at: .after(life.hour * 3600),
        window: .day(life.hour < 3 ? 20_260_528 : 20_260_529), owner: Sample.owner)
      try await store.live(order, life.events)
    }
  }

  private static let succeeded = GenerationEvent.succeeded(record: Sample.record, credit: nil)

  private static func accepted(_ number: Int) -> GenerationEvent { Sample.accepted("u\(number)") }

  static let pages: [(change: @Sendable (inout GenerationFilter) -> Void, numbers: [Int64])] = [
    ({ _ in }, [8, 7, 6, 5, 4, 3, 2, 1]), ({ $0.limit = 2 }, [8, 7]), ({ $0.limit = 0 }, [8]),
    ({ $0.before = GenerationNumber(3) }, [2, 1]), ({ $0.before = GenerationNumber(1) }, []),
    ({ $0.states = [.failed] }, [4, 3]), ({ $0.states = [.failed, .unknown, .rejected] }, [6, 5, 4, 3]),
    ({ ($0.states, $0.limit) = ([.failed, .unknown, .rejected], 2) }, [6, 5]), ({ $0.states = [.succeeded] }, [2, 1]),
    ({ $0.states = [.succeeded, .running] }, [8, 2, 1]), ({ $0.states = [.stalled] }, []),
    ({ $0.key = Sample.bob }, [6, 4, 2]), ({ $0.key = Sample.key(9) }, []),
    ({ ($0.key, $0.before, $0.limit) = (Sample.alice, GenerationNumber(8), 2) }, [7, 5]),
    ({ ($0.key, $0.states) = (Sample.bob, [.failed]) }, [4]), ({ ($0.key, $0.states) = (Sample.bob, [.succeeded]) }, [2]),
    ({ $0.team = "design" }, [8, 7, 5, 3, 1]), ({ $0.team = "none" }, []),
    ({ ($0.team, $0.key) = ("design", Sample.bob) }, []),
    ({ $0.models = ModelPattern("acme/owls") }, [6, 2]), ({ $0.models = ModelPattern("acme/*") }, [6, 4, 2]),
    ({ ($0.models, $0.limit) = (ModelPattern("acme/*"), 2) }, [6, 4]), ({ $0.models = ModelPattern("acme/owls*") }, [6, 4, 2]),
    ({ $0.models = ModelPattern("*") }, [8, 7, 6, 5, 4, 3, 2, 1]), ({ $0.models = ModelPattern("zebra/*") }, []),
    ({ ($0.models, $0.key) = (ModelPattern("google/*"), Sample.alice) }, [8, 7, 5, 3, 1]),
    ({ ($0.models, $0.team) = (ModelPattern("google/veo"), "design") }, [7]),
    ({ ($0.models, $0.states) = (ModelPattern("acme/*"), [.failed, .running]) }, [4]),
    ({ $0.since = .after(3600 * 3) }, [8, 7, 5, 4]), ({ $0.until = .after(3600 * 3) }, [6, 3, 2, 1]),
    ({ ($0.since, $0.until) = (.after(3600), .after(3600 * 3)) }, [3, 2]),
    ({ ($0.since, $0.until) = (.after(3600), .after(3600)) }, []), ({ $0.since = .after(999_999) }, []),
    ({ $0.until = .after(-999_999) }, []), ({ ($0.since, $0.key) = (.after(3600 * 2 + 1), Sample.bob) }, [4]),
    ({ $0.search = SearchWords("fox") }, [3, 1]), ({ ($0.search, $0.limit) = (SearchWords("fox"), 1) }, [3]),
    ({ ($0.search, $0.before) = (SearchWords("fox"), GenerationNumber(3)) }, [1]),
    ({ ($0.search, $0.states) = (SearchWords("fox"), [.succeeded]) }, [1]),
    ({ ($0.search, $0.key) = (SearchWords("again"), Sample.bob) }, [4]),
    ({ ($0.search, $0.models) = (SearchWords("an"), ModelPattern("acme/*")) }, [4, 2]),
    ({ $0.search = SearchWords("zebra") }, []),
  ]

  @Test(arguments: StoreUnderTest.allCases)
  func purchasesAreFoundByEveryCondition(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      #expect(try await store.generations(GenerationFilter()).isEmpty)
      try await Self.fill(store)
      for page in Self.pages {
        var filter = GenerationFilter()
        page.change(&filter)
        #expect(try await store.generations(filter).map(\.number.value) == page.numbers, "\(filter)")
      }
    }
  }

  /// A key that looks for itself finds the same as one that is looked for.
  @Test(arguments: StoreUnderTest.allCases)
  func aKeyFindsItsOwnPurchasesByEveryCondition(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await Self.fill(store)
      for page in Self.pages {
        for key in [Sample.alice, Sample.bob, Sample.key(9)] {
          var filter = GenerationFilter()
          page.change(&filter)
          let walk = try await store.walk(filter, of: key)
          filter.key = key
          #expect(try await walk.generations == store.generations(filter), "\(filter)")
          let isFull = walk.generations.count == max(filter.limit, 1)
          #expect(walk.goesOnBefore == (isFull ? walk.generations.last?.number : nil), "\(filter)")
        }
      }
    }
  }

  /// A key's purchases stand apart by team and model, and are listed as one.
  @Test(arguments: StoreUnderTest.allCases)
  func theListOfAKeyIsInOrderWhateverItsTeamsAndModels(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let (teams, models) = ([nil, "design", "video", nil, "design"], ["a/1", "b/1", "a/2"])
      for place in 0..<30 {
        let order = PurchaseOrder(
          slot: Sample.slot("\(place)"), policy: .plain, key: place % 7 == 6 ? Sample.bob : Sample.alice,
          team: teams[place % 5], model: models[place % 3], canonicalBody: ResultContractTests.body("\(place)"),
          quote: Sample.price, priceClass: Catalogue.builtIn.priceClass(model: "a/1", args: [:]), at: .after(Int64(place)),
          window: Sample.window, owner: Sample.owner)
        _ = try await store.buy(order)
      }
      func numbers(_ change: (inout GenerationFilter) -> Void, limit: Int = 50) async throws -> [Int] {
        var filter = GenerationFilter()
        change(&filter)
        filter.limit = limit
        return try await store.generations(filter).map { Int($0.number.value) - 1 }
      }
      let places = Array((0..<30).reversed())
      let alice = places.filter { $0 % 7 != 6 }
      #expect(try await numbers { $0.key = Sample.alice } == alice)
      var paged: [Int] = []
      while true {
        let last = paged.last.flatMap { GenerationNumber(Int64($0) + 1) }
        let page = try await numbers({ ($0.key, $0.before) = (Sample.alice, last) }, limit: 4)
        if page.isEmpty { break }
        paged += page
      }
      #expect(paged == alice)
      for team in ["design", "video", "none"] {
        #expect(
          try await numbers { ($0.key, $0.team) = (Sample.alice, team) } == alice.filter { teams[$0 % 5] == team }, "\(team)")
        for (pattern, wanted) in [("a/*", [0, 2]), ("b/1", [1]), ("*", [0, 1, 2]), ("c/*", []), ("c/1", [])] {
          let expected = places.filter { teams[$0 % 5] == team && wanted.contains($0 % 3) }
          let models = ModelPattern(pattern)
          #expect(try await numbers { ($0.team, $0.models) = (team, models) } == expected, "\(team) \(pattern)")
          #expect(
            try await numbers { ($0.key, $0.team, $0.models) = (Sample.alice, team, models) }
              == expected.filter(alice.contains), "\(team) \(pattern)")
          #expect(
            try await numbers { ($0.key, $0.models) = (Sample.alice, models) } == alice.filter { wanted.contains($0 % 3) },
            "\(pattern)")
        }
      }
    }
  }

  /// Nobody finds what was purged by what it said; by all else it is found.
  @Test(arguments: StoreUnderTest.allCases)
  func aPurgedRequestIsNotSearched(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let number = try await store.finished("a fox", id: "1")
      var filter = GenerationFilter()
      filter.search = SearchWords("fox")
      #expect(try await store.generations(filter).map(\.number) == [number])
      _ = try await store.purge(number, at: .after(9))
      #expect(try await store.generations(filter).isEmpty)
      filter.search = nil
      #expect(try await store.generations(filter).map(\.number) == [number])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func statesAreCountedButForWhatSucceeded(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      #expect(try await store.generationCounts().isEmpty)
      try await Self.fill(store)
      #expect(
        try await store.generationCounts() == [.failed: 2, .unknown: 1, .rejected: 1, .released: 1, .running: 1])
    }
  }

  static let ledgers: [(change: @Sendable (inout LedgerFilter) -> Void, lines: [String])] = [
    ({ $0.limit = 3 }, ["8 capture", "8 hold", "7 release"]), ({ $0.limit = 0 }, ["8 capture"]),
    ({ $0.kind = .refund }, ["4 refund", "3 refund"]), ({ $0.kind = .correction }, []),
    ({ $0.kind = .capture }, ["8 capture", "4 capture", "3 capture", "2 capture", "1 capture"]),
    ({ $0.kind = .release }, ["7 release", "6 release"]),
    ({ ($0.kind, $0.key) = (.release, Sample.bob) }, ["6 release"]),
    ({ ($0.kind, $0.team) = (.refund, "design") }, ["3 refund"]),
    ({ $0.key = Sample.bob }, ["6 release", "6 hold", "4 refund", "4 capture", "4 hold", "2 capture", "2 hold"]),
    ({ ($0.key, $0.kind) = (Sample.bob, .hold) }, ["6 hold", "4 hold", "2 hold"]), ({ $0.key = Sample.key(9) }, []),
    ({ ($0.team, $0.limit) = ("design", 4) }, ["8 capture", "8 hold", "7 release", "7 hold"]), ({ $0.team = "none" }, []),
    ({ $0.day = 20_260_528 }, ["3 refund", "3 capture", "3 hold", "2 capture", "2 hold", "1 capture", "1 hold"]),
    ({ ($0.day, $0.key) = (20_260_528, Sample.bob) }, ["2 capture", "2 hold"]),
    ({ ($0.day, $0.team, $0.kind) = (20_260_528, "design", .refund) }, ["3 refund"]), ({ $0.day = 20_260_530 }, []),
  ]

  @Test(arguments: StoreUnderTest.allCases)
  func theLedgerIsReadByEveryCondition(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      #expect(try await store.ledger(LedgerFilter()).isEmpty)
      try await Self.fill(store)
      for page in Self.ledgers {
        var filter = LedgerFilter()
        page.change(&filter)
        let lines = try await store.ledger(filter).map { "\($0.generation.value) \($0.line.entry.kind.rawValue)" }
        #expect(lines == page.lines, "\(filter)")
      }
      var filter = LedgerFilter()
      filter.limit = 1000
      let all = try await store.ledger(filter)
      #expect(all.count == 17 && all.first?.team == "design" && all.first?.key == Sample.alice)
      #expect(all.first?.line == LedgerLine(entry: LedgerEntry(.capture, Sample.price), at: .after(2), day: 20_260_529))
      // Page by page it is the same.
      var paged: [LedgerRecord] = []
      filter.limit = 5
      while true {
        let page = try await store.ledger(filter)
        guard let last = page.last else { break }
        paged += page
        filter.before = last.id
      }
      #expect(paged == all)
    }
  }
}
