import Testing
import TollgateCore
import TollgateTestSupport

/// What every implementation of the port does.
@Suite struct BlobContractTests {
  @Test(arguments: BlobsUnderTest.allCases)
  func aFinishedFileIsKnownByItsBytes(_ blobs: BlobsUnderTest) async throws {
    try await blobs.run { blobs in
      let bytes = Array("GIF89a and thirteen more bytes".utf8)
      let blob = try await blobs.keep(bytes, pieces: [1, 0, 5, 9])
      #expect(blob == Blob(id: AssetID(hashing: bytes), size: 30, type: .gif))
      #expect(try await blobs.bytes(of: blob.id) == bytes)
      #expect(try await blobs.size(of: blob.id) == 30)
      #expect(try await blobs.sizes() == [blob.id: 30])
      let handle = try #require(try await blobs.open(blob.id))
      #expect(handle.size == 30)
      #expect(handle.bytes() == bytes)
    }
  }

  @Test(arguments: BlobsUnderTest.allCases)
  func anEmptyFileIsAFile(_ blobs: BlobsUnderTest) async throws {
    try await blobs.run { blobs in
      let blob = try await blobs.keep([])
      #expect(blob == Blob(id: AssetID(hashing: []), size: 0, type: .other))
      #expect(try await blobs.bytes(of: blob.id) == [])
    }
  }

  @Test(arguments: BlobsUnderTest.allCases)
  func whatIsNotThereIsNotAnError(_ blobs: BlobsUnderTest) async throws {
    try await blobs.run { blobs in
      let id = AssetID(hashing: [1])
      #expect(try await blobs.bytes(of: id) == nil)
      #expect(try await blobs.size(of: id) == nil)
      #expect(try await blobs.open(id) == nil)
      #expect(try await blobs.sizes() == [:])
      try await blobs.remove(id)
    }
  }

  @Test(arguments: BlobsUnderTest.allCases)
  func aDraftIsSeenByNobody(_ blobs: BlobsUnderTest) async throws {
    try await blobs.run { blobs in
      let draft = try await blobs.draft()
      try await draft.append([1, 2, 3])
      #expect(await draft.count == 3)
      #expect(try await blobs.sizes() == [:])
      #expect(try await blobs.size(of: AssetID(hashing: [1, 2, 3])) == nil)
      await draft.discard()
      #expect(try await blobs.sizes() == [:])
    }
  }

  @Test(arguments: BlobsUnderTest.allCases)
  func restartingForgetsEverything(_ blobs: BlobsUnderTest) async throws {
    try await blobs.run { blobs in
      let draft = try await blobs.draft()
      try await draft.append(randomBytes(10_000, seed: 1))
      try await draft.restart()
      #expect(await draft.count == 0)
      let bytes = Array("ID3\u{3}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0} and more".utf8)
      try await draft.append(bytes)
      let blob = try await draft.finish()
      #expect(blob == Blob(id: AssetID(hashing: bytes), size: Int64(bytes.count), type: .mp3))
      #expect(try await blobs.bytes(of: blob.id) == bytes)
    }
  }

  @Test(arguments: BlobsUnderTest.allCases)
  func aDraftThatIsOverTakesNothing(_ blobs: BlobsUnderTest) async throws {
    try await blobs.run { blobs in
      let finished = try await blobs.draft()
      let blob = try await finished.finish()
      let discarded = try await blobs.draft()
      await discarded.discard()
      for draft in [finished, discarded] {
        await #expect(throws: BlobError.self) { try await draft.append([1]) }
        await #expect(throws: BlobError.self) { try await draft.restart() }
        await #expect(throws: BlobError.self) { try await draft.finish() }
        await draft.discard()
      }
      #expect(try await blobs.sizes() == [blob.id: 0])
    }
  }

  @Test(arguments: BlobsUnderTest.allCases)
  func equalBytesAreOneFile(_ blobs: BlobsUnderTest) async throws {
    try await blobs.run { blobs in
      let bytes = randomBytes(100_000, seed: 2)
      let first = try await blobs.keep(bytes)
      let handle = try #require(try await blobs.open(first.id))
      #expect(try await blobs.keep(bytes, pieces: [60_000]) == first)
      #expect(try await blobs.sizes() == [first.id: 100_000])
      #expect(handle.bytes() == bytes)
    }
  }

  @Test(arguments: BlobsUnderTest.allCases)
  func equalBytesAtTheSameTimeAreOneFile(_ blobs: BlobsUnderTest) async throws {
    try await blobs.run { blobs in
      let bytes = randomBytes(50_000, seed: 3)
      let all = try await withThrowingTaskGroup(of: Blob.self) { group in
        for _ in 0..<40 { group.addTask { try await blobs.keep(bytes, pieces: [20_000, 20_000]) } }
        return try await group.reduce(into: Set<Blob>()) { $0.insert($1) }
      }
      #expect(all == [Blob(id: AssetID(hashing: bytes), size: 50_000, type: .other)])
      #expect(try await blobs.sizes() == [AssetID(hashing: bytes): 50_000])
      #expect(try await blobs.bytes(of: AssetID(hashing: bytes)) == bytes)
    }
  }

  @Test(arguments: BlobsUnderTest.allCases)
  func whoHasARemovedFileOpenReadsOn(_ blobs: BlobsUnderTest) async throws {
    try await blobs.run { blobs in
      let bytes = randomBytes(5_000, seed: 4)
      let blob = try await blobs.keep(bytes)
      let handle = try #require(try await blobs.open(blob.id))
      try await blobs.remove(blob.id)
      try await blobs.remove(blob.id)
      #expect(try await blobs.open(blob.id) == nil)
      #expect(try await blobs.sizes() == [:])
      #expect(handle.bytes() == bytes)
    }
  }

  @Test(arguments: BlobsUnderTest.allCases)
  func aReaderMayStop(_ blobs: BlobsUnderTest) async throws {
    try await blobs.run { blobs in
      let blob = try await blobs.keep(randomBytes(1_000_000, seed: 5))
      var pieces: [Int] = []
      await #expect(throws: BlobError.noRoom) {
        _ = try await blobs.read(blob.id) { piece throws(BlobError) in
          pieces.append(piece.count)
          if pieces.count == 2 { throw .noRoom }
        }
      }
      #expect(pieces.count == 2)
      #expect(pieces.allSatisfy { $0 <= 512 * 1024 })
    }
  }

  @Test(arguments: BlobsUnderTest.allCases)
  func filesOfAllSizes(_ blobs: BlobsUnderTest) async throws {
    try await blobs.run { blobs in
      let sizes = try await withThrowingTaskGroup(of: [AssetID: Int64].self) { group in
        for first in stride(from: UInt64(0), to: 1_000, by: 50) {
          group.addTask {
            var sizes: [AssetID: Int64] = [:]
            for seed in first..<first + 50 {
              var random = SeededGenerator(seed: seed)
              // Half of them near a power of two, where mistakes live.
              let size = seed % 2 == 0 ? random.below(3_000) : (1 << random.below(15)) + random.below(3) - 1
              let bytes = randomBytes(size, seed: seed)
              let blob = try await blobs.keep(bytes, pieces: (0..<random.below(4)).map { _ in random.below(2_000) })
              #expect(blob.id == AssetID(hashing: bytes))
              if seed % 10 == 0 { #expect(try await blobs.bytes(of: blob.id) == bytes) }
              sizes[blob.id] = Int64(size)
            }
            return sizes
          }
        }
        return try await group.reduce(into: [:]) { $0.merge($1) { size, _ in size } }
      }
      #expect(sizes.count > 900)
      #expect(try await blobs.sizes() == sizes)
    }
  }
}
