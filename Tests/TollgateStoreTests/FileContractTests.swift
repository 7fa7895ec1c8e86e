import Testing
import TollgateCore

/// What every store does with the files of results.
@Suite("Files in the books")
struct FileContractTests {
  private static let record: JSONObject = [
    "id": "u", "result": ["images": ["https://files.example/a.png", "https://files.example/b.png"]], "status": 2,
  ]

  private static func blob(_ text: String, size: Int64 = 100) -> Blob {
    Blob(id: AssetID(hashing: Array(text.utf8)), size: size, type: .png)
  }

  /// Buys something that succeeds with two files, and stores some of them.
  private static func keep(
    _ blobs: [Blob], content: String = "a cat", upstreamID: String = "u", at: Timestamp = .after(10), in store: any Store
  ) async throws -> Generation {
    var generation = try await store.live(
      Sample.order(Sample.slot(content)),
      [.submit, Sample.accepted(upstreamID), .succeeded(record: record, credit: nil, keepsFiles: true)])
    for (position, blob) in blobs.enumerated() {
      generation = try await store.keepFile(blob, at: position, of: generation.number, at: at)
    }
    return generation
  }

  @Test("a result is replayed when all of its files are stored, and joined until then", arguments: StoreUnderTest.allCases)
  func kept(under: StoreUnderTest) async throws {
    try await under.run { store in
      let copying = try await Self.keep([Self.blob("a")], in: store)
      #expect(copying.files == .copying && copying.isLive)
      #expect(try await store.files(of: copying.number).map(\.state) == [.stored, .pending])
      #expect(try await store.copying(after: nil, limit: 10).map(\.number) == [copying.number])
      #expect(try await store.decide(Sample.order()).kind == .joined)
      #expect(try await store.decide(Sample.order(policy: .noCache)).kind == .joined)
      let kept = try await store.keepFile(Self.blob("b"), at: 1, of: copying.number, at: .after(20))
      #expect(kept.files == .kept && !kept.isLive)
      #expect(try await store.decide(Sample.order()).kind == .hit)
      #expect(try await store.copying(after: nil, limit: 10).isEmpty)
      #expect(try await store.contents(of: Sample.slot()).finished?.at == kept.finishedAt)
      let recorded = try #require(try await store.recordedGeneration(kept.number))
      #expect(
        recorded.blobs == ["https://files.example/a.png": Self.blob("a"), "https://files.example/b.png": Self.blob("b")])
      #expect(try await store.storedBytes() == 200)
      #expect(try await store.storedBlobs(after: nil, limit: 10).count == 2)
    }
  }

  @Test("a lost file frees the slot, and the next purchase says why", arguments: StoreUnderTest.allCases)
  func lost(under: StoreUnderTest) async throws {
    try await under.run { store in
      let copying = try await Self.keep([Self.blob("a")], in: store)
      let lost = try await store.loseFile(at: 1, of: copying.number, reason: "404", at: .after(20))
      #expect(lost.files == .lost && lost.note == "404")
      // What comes late changes nothing any more.
      #expect(try await store.keepFile(Self.blob("b"), at: 1, of: copying.number, at: .after(21)).files == .lost)
      #expect(try await store.loseFile(at: 1, of: copying.number, reason: "404", at: .after(21)).files == .lost)
      #expect(try await store.contents(of: Sample.slot()) == SlotContents(loss: .lost))
      let decision = try await store.decide(Sample.order())
      #expect(decision.kind == .bought && decision.generation?.boughtAfter == .lost)
      let bought = try #require(decision.generation)
      #expect(try await store.generation(bought.number)?.boughtAfter == .lost)
      try await store.apply(
        [.submit, Sample.accepted("v"), .succeeded(record: Self.record, credit: nil)], to: bought.number)
      #expect(try await store.contents(of: Sample.slot()).loss == nil)
    }
  }

  @Test("files are evicted by use, never those used lately, pinned or being copied", arguments: StoreUnderTest.allCases)
  func evicted(under: StoreUnderTest) async throws {
    try await under.run { store in
      let first = try await Self.keep([Self.blob("a"), Self.blob("b")], in: store)
      let shared = try await Self.keep(
        [Self.blob("a"), Self.blob("c")], content: "a dog", upstreamID: "v", at: .after(30), in: store)
      let copying = try await Self.keep([Self.blob("d")], content: "a fox", upstreamID: "w", in: store)
      let pinned = try await Self.keep([Self.blob("e"), Self.blob("f")], content: "an owl", upstreamID: "x", in: store)
      #expect(try await store.pin(pinned.number, at: .after(40)))
      #expect(try await !store.pin(GenerationNumber(99)!, at: .after(40)))
      #expect(try await store.evictable(unusedSince: .after(10), after: nil, limit: 10).isEmpty)
      #expect(try await store.evictable(unusedSince: .after(11), after: nil, limit: 10).map(\.blob.id) == [Self.blob("b").id])
      #expect(
        try await store.evictable(unusedSince: .after(100), after: nil, limit: 1).map(\.blob.id) == [Self.blob("b").id])
      try await store.note([.named(first.number): .after(200), .served(Self.blob("c").id): .after(300)])
      // What is told late changes nothing.
      try await store.note([.named(first.number): .after(150)])
      #expect(try await store.evictable(unusedSince: .after(100), after: nil, limit: 10).isEmpty)
      for blob in [Self.blob("d"), Self.blob("e")] {
        #expect(try await store.evict(blob.id, unusedSince: .after(1000), at: .after(1000)) == nil)
      }
      #expect(try await store.evict(Self.blob("a").id, unusedSince: .after(200), at: .after(1000)) == nil)
      let gone = try #require(try await store.evict(Self.blob("a").id, unusedSince: .after(1000), at: .after(1000)))
      #expect(gone.map(\.number) == [first.number, shared.number] && gone.allSatisfy { $0.files == .evicted })
      #expect(try await store.asset(Self.blob("a").id)?.isStored == false)
      #expect(try await store.asset(Self.blob("z").id) == nil)
      #expect(try await store.decide(Sample.order()).generation?.boughtAfter == .evicted)
      // Its job ids still show the links, and the files that are left are still collected.
      #expect(try await store.recordedGeneration(first.number)?.blobs.count == 2)
      #expect(try await store.evict(Self.blob("b").id, unusedSince: .after(1000), at: .after(1000)) == [])
      #expect(try await store.pin(pinned.number, at: nil))
      #expect(try await store.evict(Self.blob("e").id, unusedSince: .after(1000), at: .after(1000))?.count == 1)
      #expect(try await store.generation(copying.number)?.files == .copying)
    }
  }

  @Test("what was looked at to make room is not looked at again", arguments: StoreUnderTest.allCases)
  func evictedPageByPage(under: StoreUnderTest) async throws {
    try await under.run { store in
      for number in 0..<3 {
        let blobs = [Self.blob("\(number)"), Self.blob("other \(number)")]
        _ = try await Self.keep(
          blobs, content: "\(number)", upstreamID: "u\(number)", at: .after(10 + Int64(number / 2)), in: store)
      }
      let all = try await store.evictable(unusedSince: .after(100), after: nil, limit: 10)
      #expect(all.map(\.usedAt) == [Int64](arrayLiteral: 10, 10, 10, 10, 11, 11).map(Timestamp.after))
      var found: [Asset] = []
      while true {
        let page = try await store.evictable(unusedSince: .after(100), after: found.last, limit: 2)
        guard !page.isEmpty else { break }
        found += page
      }
      #expect(found == all)
      #expect(try await store.generations(naming: Self.blob("1").id).map(\.number.value) == [2])
    }
  }

  @Test("a damaged file ends every result that names it", arguments: StoreUnderTest.allCases)
  func damaged(under: StoreUnderTest) async throws {
    try await under.run { store in
      let kept = try await Self.keep([Self.blob("a"), Self.blob("b")], in: store)
      let copying = try await Self.keep([Self.blob("a")], content: "a dog", upstreamID: "v", in: store)
      let concerned = try await store.loseAsset(Self.blob("a").id, reason: "damaged", at: .after(50))
      #expect(concerned.map(\.number) == [kept.number, copying.number] && concerned.allSatisfy { $0.files == .lost })
      #expect(try await store.loseAsset(Self.blob("a").id, reason: "damaged", at: .after(51)).isEmpty)
      #expect(try await store.decide(Sample.order()).generation?.boughtAfter == .lost)
    }
  }

  @Test("a purge leaves ledger and generation, and removes what nobody else names", arguments: StoreUnderTest.allCases)
  func purged(under: StoreUnderTest) async throws {
    try await under.run { store in
      let first = try await Self.keep([Self.blob("a"), Self.blob("b")], in: store)
      _ = try await Self.keep([Self.blob("a"), Self.blob("c")], content: "a dog", upstreamID: "v", in: store)
      let (purged, unneeded) = try await store.purge(first.number, at: .after(60))
      #expect(purged.files == .purged && unneeded == [Self.blob("b").id])
      #expect(try await store.recordedGeneration(first.number) == nil)
      #expect(try await store.asset(Self.blob("a").id)?.isStored == true)
      #expect(try await store.asset(Self.blob("b").id)?.isStored == false)
      #expect(try await store.entries(of: first.number).count == 2)
      #expect(try await store.decide(Sample.order()).generation?.boughtAfter == .purged)
      await #expect(throws: StoreError.self) { try await store.purge(first.number, at: .after(61)) }
      let running = try await store.live(Sample.order(Sample.slot("an owl")), [.submit])
      await #expect(throws: StoreError.self) { try await store.purge(running.number, at: .after(61)) }
    }
  }

  @Test("a result that was passed on is kept later, and is replayed all the while", arguments: StoreUnderTest.allCases)
  func wanted(under: StoreUnderTest) async throws {
    try await under.run { store in
      let old = try await store.live(
        [.submit, Sample.accepted("u"), .succeeded(record: Self.record, credit: nil)])
      #expect(try await store.passedOn(after: nil, limit: 10).map(\.number) == [old.number])
      let copying = try await store.wantFiles(of: old.number, links: ResultLinks.of(Self.record), at: .after(10))
      #expect(copying.files == .copying)
      #expect(try await store.passedOn(after: nil, limit: 10).isEmpty)
      #expect(try await store.decide(Sample.order()).kind == .hit)
      _ = try await store.keepFile(Self.blob("a"), at: 0, of: old.number, at: .after(11))
      #expect(try await store.keepFile(Self.blob("b"), at: 1, of: old.number, at: .after(12)).files == .kept)
      #expect(try await store.decide(Sample.order()).kind == .hit)
      #expect(try await store.wantFiles(of: old.number, links: [], at: .after(13)).files == .kept)
    }
  }

  @Test(
    "a result that is passed on half copied names what is still stored, and is copied anew", arguments: StoreUnderTest.allCases)
  func passedOnHalfCopied(under: StoreUnderTest) async throws {
    try await under.run { store in
      let copying = try await Self.keep([Self.blob("a")], in: store)
      _ = try await store.record(.filesPassedOn, for: copying.number, at: .after(20))
      #expect(
        try await store.recordedGeneration(copying.number)?.blobs == ["https://files.example/a.png": Self.blob("a")])
      #expect(try await store.evict(Self.blob("a").id, unusedSince: .after(1000), at: .after(1000)) == [])
      #expect(try await store.recordedGeneration(copying.number)?.blobs == [:])
      let wanted = try await store.wantFiles(of: copying.number, links: ResultLinks.of(Self.record), at: .after(1001))
      #expect(wanted.files == .copying)
      #expect(try await store.files(of: copying.number).map(\.state) == [.pending, .pending])
      _ = try await store.keepFile(Self.blob("b"), at: 1, of: copying.number, at: .after(1002))
      #expect(try await store.keepFile(Self.blob("a"), at: 0, of: copying.number, at: .after(1003)).files == .kept)
    }
  }

  @Test("what was passed on and has been replaced is not wanted at every start", arguments: StoreUnderTest.allCases)
  func passedOnAndReplaced(under: StoreUnderTest) async throws {
    try await under.run { store in
      for (policy, id) in [(CachePolicy.plain, "u"), (.noCache, "v")] {
        try await store.live(
          Sample.order(policy: policy), [.submit, Sample.accepted(id), .succeeded(record: Self.record, credit: nil)])
      }
      #expect(try await store.passedOn(after: nil, limit: 10).map(\.number.value) == [2])
    }
  }

  @Test("what a client does not want kept is not copied", arguments: StoreUnderTest.allCases)
  func noStore(under: StoreUnderTest) async throws {
    try await under.run { store in
      let generation = try await store.live(
        Sample.order(policy: .noStore),
        [.submit, Sample.accepted("u"), .succeeded(record: Self.record, credit: nil, keepsFiles: true)])
      #expect(generation.files == .none)
      #expect(try await store.files(of: generation.number).isEmpty)
    }
  }

  @Test("an expired result is bought again, and says so; one that the client did not want does not")
  func expired() {
    let finished = SlotContents(finished: .init(generation: GenerationNumber(1)!, at: Sample.start))
    #expect(CachePolicy(maximumAge: .seconds(1)).loss(of: finished) == .expired)
    #expect(CachePolicy.noCache.loss(of: finished) == nil)
    #expect(CachePolicy().loss(of: SlotContents()) == nil)
    #expect(CachePolicy().loss(of: SlotContents(loss: .purged)) == .purged)
  }
}
