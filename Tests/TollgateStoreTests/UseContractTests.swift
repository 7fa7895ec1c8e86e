import Testing
import TollgateCore

/// Who asked for which result, against every implementation of the port.
@Suite struct UseContractTests {
  private static func use(
    _ number: GenerationNumber, _ key: KeyID, hits: Int = 0, joined: Int = 0, cents: Int64 = 0, at seconds: Int64 = 0
  ) -> GenerationUse {
    GenerationUse(
      .init(generation: number, key: key), UseSum(hits: hits, joined: joined, saved: .cents(cents), lastAt: .after(seconds)))
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whoAskedMostOftenComesFirstAndTheOthersAreOneSum(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let (fox, owl) = (try await store.finished("a fox", id: "1"), try await store.finished("an owl", id: "2"))
      #expect(try await store.uses(of: fox, limit: 9) == GenerationUses(keys: [], otherKeys: 0, others: UseSum()))
      try await store.add(
        [],
        uses: [Self.use(fox, Sample.alice, hits: 2, cents: 8, at: 5), Self.use(owl, Sample.bob, joined: 1, cents: 4, at: 6)])
      try await store.add([], uses: [Self.use(fox, Sample.bob, hits: 1, joined: 4, cents: 20, at: 9)])
      // A clock that was set back makes nothing older.
      try await store.add([], uses: [Self.use(fox, Sample.alice, joined: 1, cents: 4, at: 3)])
      try await store.add([], uses: [Self.use(fox, Sample.key(9), hits: 1, cents: 4, at: 7)])
      let (alice, bob, ninth) = (
        Self.use(fox, Sample.alice, hits: 2, joined: 1, cents: 12, at: 5),
        Self.use(fox, Sample.bob, hits: 1, joined: 4, cents: 20, at: 9), Self.use(fox, Sample.key(9), hits: 1, cents: 4, at: 7)
      )
      for (limit, keys, otherKeys, others) in [
        (9, [bob, alice, ninth], 0, UseSum()), (3, [bob, alice, ninth], 0, UseSum()),
        (2, [bob, alice], 1, ninth.sum),
        (1, [bob], 2, UseSum(hits: 3, joined: 1, saved: .cents(16), lastAt: .after(7))),
      ] {
        let uses = try await store.uses(of: fox, limit: limit)
        #expect(uses == GenerationUses(keys: keys, otherKeys: otherKeys, others: others), "\(limit)")
      }
      let never = try await store.finished("a cat", id: "3")
      #expect(
        try await store.useSums(of: [fox, owl, never]) == [
          fox: UseSum(hits: 4, joined: 5, saved: .cents(36), lastAt: .after(9)),
          owl: UseSum(joined: 1, saved: .cents(4), lastAt: .after(6)),
        ])
      #expect(try await store.useSums(of: []).isEmpty)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func savingsBeyondTheLargestAmountAreTheLargestAmount(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let fox = try await store.finished("a fox", id: "1")
      for key in [Sample.alice, Sample.alice, Sample.bob] {
        let much = UseSum(hits: 1, saved: Money(nanodollars: .max / 2 + 1), lastAt: .after(1))
        try await store.add([], uses: [GenerationUse(.init(generation: fox, key: key), much)])
      }
      let most = Money(nanodollars: .max)
      #expect(try await store.uses(of: fox, limit: 9).keys.first?.sum.saved == most)
      #expect(try await store.uses(of: fox, limit: 0).others.saved == most)
      #expect(try await store.useSums(of: [fox])[fox]?.saved == most)
    }
  }

  /// What a result saved stays known, as what it cost does.
  @Test(arguments: StoreUnderTest.allCases)
  func usesStayWhereAResultIsPurged(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let fox = try await store.finished("a fox", id: "1")
      try await store.add([], uses: [Self.use(fox, Sample.alice, hits: 2, cents: 8)])
      _ = try await store.purge(fox, at: .after(9))
      #expect(try await store.uses(of: fox, limit: 9).keys.map(\.sum.hits) == [2])
      #expect(try await store.useSums(of: [fox])[fox]?.hits == 2)
    }
  }
}
