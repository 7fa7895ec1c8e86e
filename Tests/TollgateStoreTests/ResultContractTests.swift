import Testing
import TollgateCore
import TollgateTestSupport

/// What is listed as replayable, and how it is found.
@Suite struct ResultContractTests {
  @Test(arguments: StoreUnderTest.allCases) func onlyWhatIsReplayedIsListedNewestFirst(_ kind: StoreUnderTest) async throws {
    try await kind.run { store in
      #expect(try await store.results(ResultFilter()).isEmpty)
      let fox = try await store.finished("a red fox", id: "1")
      let owl = try await store.finished("an owl", id: "2", model: "acme/owls", key: Sample.bob, team: "film", at: 100)
      try await store.live(Self.order("running"), [.submit, Sample.accepted("3")])
      try await store.live(
        Self.order("failed"), [.submit, Sample.accepted("4"), .failed(error: "no", credit: nil, refunded: Sample.price)])
      let again = try await store.finished("a red fox", id: "5", policy: .noCache)
      _ = try await store.finished("kept nowhere", id: "6", policy: .noStore)

      let all = try await store.results(ResultFilter())
      #expect(all.map(\.generation.number) == [again, owl])
      #expect(all.map(\.prompt) == ["a red fox", "an owl"])
      #expect(all.last?.finishedAt == .after(103) && fox < owl)
      let cases: [(ResultFilter, [GenerationNumber])] = [
        (ResultFilter(models: ModelPattern("acme/owls")), [owl]), (ResultFilter(models: ModelPattern("acme/*")), [owl]),
        (ResultFilter(models: ModelPattern("*")), [again, owl]), (ResultFilter(models: ModelPattern("ACME/*")), []),
        (ResultFilter(since: .after(103)), [owl]), (ResultFilter(since: .after(104)), []),
        (ResultFilter(until: .after(103)), [again]), (ResultFilter(key: Sample.bob), [owl]),
        (ResultFilter(key: Sample.key(9)), []),
        (ResultFilter(team: "film"), [owl]), (ResultFilter(key: Sample.alice, team: "film"), []),
        (ResultFilter(team: "no"), []),
        (ResultFilter(search: SearchWords("owl"), team: "film"), [owl]),
        (ResultFilter(search: SearchWords("fox"), team: "film"), []),
        (ResultFilter(content: Sample.slot("an owl").content), [owl]),
        (ResultFilter(before: again), [owl]), (ResultFilter(limit: 1), [again]),
        (ResultFilter(search: SearchWords("owl"), limit: 1), [owl]),
        (ResultFilter(models: ModelPattern("acme/*"), search: SearchWords("fox")), []),
      ]
      for (filter, expected) in cases {
        #expect(try await store.results(filter).map(\.generation.number) == expected, "\(filter)")
      }
      #expect(try await store.pin(owl, at: .after(200)))
      var pinned = ResultFilter(models: ModelPattern("acme/*"), key: Sample.bob)
      pinned.isPinned = true
      #expect(try await store.results(pinned).map(\.generation.number) == [owl])
      pinned.key = Sample.alice
      #expect(try await store.results(pinned).isEmpty)
      var one = ResultFilter(content: Sample.slot("an owl").content)
      one.number = owl
      #expect(try await store.results(one).map(\.generation.number) == [owl])
      // What is not replayed any more has no row, also where its number or its content is named.
      (one.number, one.content) = (fox, nil)
      #expect(try await store.results(one).isEmpty)
      #expect(
        try await store.results(ResultFilter(content: Sample.slot("a red fox").content)).map(\.generation.number) == [again])
    }
  }

  @Test(
    arguments: StoreUnderTest.allCases,
    [
      ("fox", [1, 2]), ("FOX red", [1, 2]), ("fo", [1, 2]), ("fo red", []), ("red fo", [1, 2]), ("cafe", [3]),
      ("Caf\u{E9}", [3]), ("cafe\u{301} cre", [3]), ("don't", [4]), ("AND", [4]), ("\"", nil), ("red NOT fox", []),
      ("text:fox", []), ("fox*", [1, 2]), ("(fox", [1, 2]), ("google", [1, 2, 3, 4]), ("nowhere", []), ("16:9", [1]),
    ] as [(String, [Int]?)])
  func wordsAreFoundHoweverTheyAreSpelled(_ kind: StoreUnderTest, _ search: (String, [Int]?)) async throws {
    try await kind.run { store in
      let prompts = [
        "A red fox, 16:9", "the Red Fox sleeps", "un caf\u{E9} cr\u{E8}me", "don't stop and listen",
      ]
      var numbers: [GenerationNumber] = []
      for prompt in prompts { numbers.append(try await store.finished(prompt, id: prompt)) }
      guard let expected = search.1 else {
        #expect(SearchWords(search.0) == nil)
        return
      }
      let words = try #require(SearchWords(search.0))
      let found = try await store.results(ResultFilter(search: words)).map(\.generation.number)
      #expect(found == expected.map { numbers[$0 - 1] }.reversed())
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func whateverIsTypedIsNoMistake(_ kind: StoreUnderTest) async throws {
    try await kind.run { store in
      try await store.finished("a red fox", id: "1")
      var random = SeededGenerator(seed: 7)
      let pieces = [
        "\"", "'", "*", "(", ")", "NEAR", "AND", "OR", "NOT", "^", "-", ":", "{", "}", "+", "\0", "fox", " ", "é", "text", "Ⓐ",
      ]
      for _ in 0..<500 {
        let text = (0..<Int.random(in: 1...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        guard let words = SearchWords(text) else { continue }
        _ = try await store.results(ResultFilter(search: words))
        if let words = SearchWords(keyWordsOf: text) {
          _ = try await store.requests(like: words.words.joined(separator: " "), model: text, limit: 3)
        }
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases) func requestsOfTheModelAndThoseWithTheSameWordsAreAlike(
    _ kind: StoreUnderTest
  ) async throws {
    try await kind.run { store in
      let first = try await store.finished("a lighthouse", id: "1", model: "acme/a")
      let second = try await store.finished("an owl", id: "2", model: "acme/a")
      let third = try await store.finished("the lighthouse", id: "3", model: "acme/b")
      let fourth = try await store.finished("nothing alike", id: "4", model: "acme/b")
      let alike = try await store.requests(like: "Lighthouse keeper", model: "acme/a", limit: 10)
      #expect(alike.prefix(2).map(\.generation.number) == [second, first])
      #expect(alike.dropFirst(2).map(\.generation.number) == [third])
      #expect(alike.first?.canonicalBody == Self.body("an owl", model: "acme/a"))
      #expect(try await store.requests(like: "", model: "acme/b", limit: 1).map(\.generation.number) == [fourth])
      #expect(try await store.requests(like: "zebra", model: "acme/c", limit: 10).isEmpty)
    }
  }

  static func body(_ prompt: String, model: String = "google/nano-banana") -> [UInt8] {
    CanonicalJSON.encode(["args": ["prompt": .text(prompt)], "model": .text(model)])
  }

  static func order(
    _ prompt: String, model: String = "google/nano-banana", policy: CachePolicy = .plain, key: KeyID = Sample.alice,
    team: String? = nil, at: Timestamp = Sample.start
  ) -> PurchaseOrder {
    PurchaseOrder(
      slot: Sample.slot(prompt), policy: policy, key: key, team: team, model: model, canonicalBody: body(prompt, model: model),
      quote: Sample.price, priceClass: Catalogue.builtIn.priceClass(model: model, args: [:]), at: at, window: Sample.window,
      owner: Sample.owner)
  }
}

extension Store {
  /// Buys a picture and gets it.
  @discardableResult
  func finished(
    _ prompt: String, id: String, model: String = "google/nano-banana", policy: CachePolicy = .plain,
    key: KeyID = Sample.alice, team: String? = nil, at seconds: Int64 = 0
  ) async throws -> GenerationNumber {
    let order = ResultContractTests.order(prompt, model: model, policy: policy, key: key, team: team, at: .after(seconds))
    let number = try await buy(order)
    for (index, event) in [.submit, Sample.accepted(id), .succeeded(record: Sample.record, credit: nil)].enumerated() {
      _ = try await record(event, for: number, at: .after(seconds + Int64(index) + 1))
    }
    return number
  }
}
