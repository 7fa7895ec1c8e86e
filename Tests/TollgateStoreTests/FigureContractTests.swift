import Testing
import TollgateCore

/// What is kept and how much room it takes, against every implementation of the port.
@Suite struct FigureContractTests {
  private static func blob(_ text: String, size: Int64) -> Blob {
    Blob(id: AssetID(hashing: Array(text.utf8)), size: size, type: .png)
  }

  /// Buys something whose result names one file, and keeps that.
  private static func keep(_ blob: Blob, _ content: String, in store: any Store) async throws -> GenerationNumber {
    let copying = try await store.live(
      Sample.order(Sample.slot(content)),
      [.submit, Sample.accepted(content), .succeeded(record: Sample.record, credit: nil, keepsFiles: true)])
    return try await store.keepFile(blob, at: 0, of: copying.number, at: .after(10)).number
  }

  @Test(arguments: StoreUnderTest.allCases)
  func filesAreCountedAsTheyComeAndGo(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let empty = try await store.figures()
      #expect(empty.fileCount == 0 && empty.fileBytes == 0 && empty.generationCount == 0)
      #expect(empty.firstGenerationAt == nil && empty.lastGenerationAt == nil)
      #expect(empty.freeBytes <= empty.databaseBytes && (subject == .memory || empty.databaseBytes > 0))
      let (a, b) = (Self.blob("a", size: 100), Self.blob("b", size: 7))
      let first = try await Self.keep(a, "1", in: store)
      _ = try await Self.keep(b, "2", in: store)
      // The same bytes once more are no further file.
      let third = try await Self.keep(a, "3", in: store)
      func count() async throws -> [Int64] {
        let figures = try await store.figures()
        #expect(try await store.storedBytes() == figures.fileBytes)
        return [Int64(figures.fileCount), figures.fileBytes, figures.generationCount]
      }
      #expect(try await count() == [2, 107, 3])
      _ = try await store.evict(b.id, unusedSince: .after(99), at: .after(100))
      #expect(try await count() == [1, 100, 3])
      _ = try await store.purge(first, at: .after(101))
      #expect(try await count() == [1, 100, 3])
      _ = try await store.purge(third, at: .after(102))
      #expect(try await count() == [0, 0, 3])
      // What was removed and is stored again counts again.
      try await store.addAsset(b, at: .after(103))
      #expect(try await count() == [1, 7, 3])
      let figures = try await store.figures()
      #expect(figures.firstGenerationAt == Sample.start && figures.lastGenerationAt == Sample.start)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func keptFilesAreListedPageByPageTheLastFirst(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      #expect(try await store.storedAssets(before: nil, limit: 9).isEmpty)
      let blobs = (0..<7).map { Self.blob("\($0)", size: Int64($0) + 1) }
      var numbers: [GenerationNumber] = []
      for (place, blob) in blobs.enumerated() { numbers.append(try await Self.keep(blob, "\(place)", in: store)) }
      let again = try await Self.keep(blobs[2], "again", in: store)
      _ = try await store.evict(blobs[5].id, unusedSince: .after(99), at: .after(100))
      let listed = [6, 4, 3, 2, 1, 0].map { blobs[$0] }
      let all = try await store.storedAssets(before: nil, limit: 99)
      #expect(all.map(\.asset.blob) == listed)
      #expect(all.map(\.generationCount) == [1, 1, 1, 2, 1, 1])
      var paged: [ListedAsset] = []
      while true {
        let page = try await store.storedAssets(before: paged.last?.asset.blob.id, limit: 2)
        paged += page
        if page.count < 2 { break }
      }
      #expect(paged == all)
      // Also from one that is gone the next page goes on.
      #expect(try await store.storedAssets(before: blobs[5].id, limit: 1).map(\.asset.blob) == [blobs[4]])
      #expect(try await store.naming(of: blobs[2].id, limit: 9) == AssetNaming(count: 2, newest: [again, numbers[2]]))
      #expect(try await store.naming(of: blobs[2].id, limit: 1) == AssetNaming(count: 2, newest: [again]))
      #expect(try await store.naming(of: blobs[5].id, limit: 9) == AssetNaming(count: 1, newest: [numbers[5]]))
      #expect(try await store.naming(of: AssetID(hashing: [9]), limit: 9) == AssetNaming(count: 0, newest: []))
    }
  }

  /// A list shows what a result's files are without asking for each.
  @Test(arguments: StoreUnderTest.allCases)
  func resultsAreListedWithTheirFirstFiles(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let links = (0..<10).map { JSONValue.text("https://files.example/\($0).png") }
      let record: JSONObject = ["id": "u", "result": ["images": .array(links)], "status": 2]
      let many = try await store.live(
        Sample.order(Sample.slot("many")),
        [.submit, Sample.accepted("many"), .succeeded(record: record, credit: nil, keepsFiles: true)])
      let blobs = (0..<10).map { Self.blob("\($0)", size: 1) }
      for (place, blob) in blobs.enumerated() { _ = try await store.keepFile(blob, at: place, of: many.number, at: .after(9)) }
      let passedOn = try await store.finished("passed on", id: "p")
      let results = try await store.results(ResultFilter())
      #expect(results.map(\.generation.number) == [passedOn, many.number])
      #expect(results[0].files.isEmpty && results[0].fileCount == 0)
      #expect(results[1].fileCount == 10 && results[1].files.count == StoredResult.listedFiles)
      #expect(results[1].files.map(\.asset?.blob) == blobs.prefix(StoredResult.listedFiles).map(Optional.some))
      #expect(try await results[1].files.map(\.file) == Array(store.files(of: many.number).prefix(StoredResult.listedFiles)))
    }
  }
}
