import Testing
import TollgateCore
import TollgateTestSupport

/// What is imported answers everybody, and moves no money.
@Suite struct ImportContractTests {
  private static let file = Blob(id: AssetID(hashing: [1, 2, 3]), size: 3, type: .png)

  @Test(arguments: StoreUnderTest.allCases) func everyScopeIsAnsweredUntilItHasItsOwn(_ kind: StoreUnderTest) async throws {
    try await kind.run { store in
      let result = try Self.result("a cat")
      await #expect(throws: StoreError.self) {
        try await store.importResults([result], owner: Sample.owner, at: .after(1))
      }
      try await store.addAsset(Self.file, at: .after(1))
      #expect(try await store.importResults([result, result], owner: Sample.owner, at: .after(1)) == 1)
      #expect(try await store.importResults([result], owner: Sample.owner, at: .after(2)) == 0)

      for scope in [Scope.gateway, .team("design"), .key(Sample.bob)] {
        let slot = Slot(content: result.slot.content, scope: scope)
        let order = Sample.order(slot, policy: .onlyIfCached, at: .after(3))
        let hit = try #require(try await store.decide(order).generation)
        #expect(hit.cost == Money("0.5") && hit.machine.captured == .zero && hit.slot.scope == .everyone)
        #expect(try await store.forecast(order).outcome == .hit(hit))
        #expect(try await store.ledger(of: hit.number).isEmpty)
        let other = Slot(content: result.slot.content, scope: scope, variant: "b")
        #expect(try await store.decide(Sample.order(other, policy: .onlyIfCached)).kind == .notCached)
      }
      let own = Slot(content: result.slot.content, scope: .gateway)
      #expect(try await store.decide(Sample.order(own, policy: .noCache, at: .after(4))).kind == .bought)
      let aged = CachePolicy(neverBuys: true, maximumAge: .seconds(5))
      #expect(try await store.decide(Sample.order(own, policy: aged, at: .after(5))).kind == .hit)
      #expect(try await store.decide(Sample.order(own, policy: aged, at: .after(9))).kind == .joined)

      let imported = try #require(try await store.results(ResultFilter(search: SearchWords("cat"))).first)
      #expect(imported.fileCount == 1 && imported.bytes == 3 && imported.generation.importedCost == Money("0.5"))
      let purged = try await store.purge(imported.generation.number, at: .after(10))
      #expect(purged.unneeded == [Self.file.id])
      #expect(try await store.usage(UsageQuery(by: .key)).reduce(0) { $0 + $1.purchases } == 1)
    }
  }

  private static func result(_ prompt: String) throws -> ImportedResult {
    let body: JSONObject = ["args": ["prompt": .text(prompt)], "model": "acme/pictures"]
    let canonical = CanonicalJSON.encode(.object(body))
    let link = "https://files.example/a.png"
    let record: JSONObject = ["result": ["images": [["url": .text(link)]]], "status": 2]
    let request = try CreateRequest(body: canonical, catalogue: .builtIn)
    let machine = GenerationStateMachine(
      state: .succeeded, hold: .zero, captured: Money("0.5"), isChargeUnstated: false, refunded: .zero, files: .kept)
    let generation = Generation(
      number: try #require(GenerationNumber(1)), slot: Slot(content: request.content, scope: .gateway), keepsResult: true,
      key: Sample.alice, team: nil, model: request.model, createdAt: Sample.start, machine: machine)
    let stored = RecordedGeneration(
      generation: generation, canonicalBody: canonical, record: CanonicalJSON.encode(.object(record)), blobs: [link: file])
    return try ImportedResult(try #require(BundleEntry(stored)), catalogue: .builtIn)
  }
}
