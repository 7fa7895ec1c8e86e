import Foundation
import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateStore
import TollgateTestSupport

@testable import TollgateServer

@Suite("Looking at a file's bytes")
struct VerifiedFilesTests {
  @Test func concurrentRequestsShareALookAndItsResult() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let shelf = try Shelf(folder: folder)
      let good = try shelf.keepZeros(20_000_000)
      let bad = try shelf.keepZeros(20_000_001)
      let file = try FileHandle(forWritingTo: URL(filePath: shelf.path(of: bad.id)))
      try file.write(contentsOf: Data([1]))
      try file.close()
      for (blob, expected) in [(good, true), (bad, false)] {
        let asked = NIOLockedValueBox(0)
        let looks = NIOLockedValueBox(0)
        let verified = VerifiedFiles { id, handle in
          looks.withLockedValue { $0 += 1 }
          try? await eventually("the last request", holds: { asked.withLockedValue { $0 == 50 } })
          return await VerifiedFiles.compareBytes(id, handle)
        }
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
          for _ in 0..<50 {
            group.addTask {
              guard let handle = try await shelf.files.open(blob.id) else { return !expected }
              asked.withLockedValue { $0 += 1 }
              return try await verified.isIntact(blob.id, handle)
            }
          }
          return try await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(results == [Bool](repeating: expected, count: 50))
        // A good file is never looked at again; a bad one only by those who have come too late for the first look.
        let count = looks.withLockedValue(\.self)
        #expect(expected ? count == 1 : count < 25)
      }
    }
  }

  @Test func whatWasForgottenIsLookedAtAgain() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let shelf = try Shelf(folder: folder)
      let verified = VerifiedFiles(limit: 4)
      for _ in 0..<3 {
        for number in UInt8(0)..<20 {
          let blob = try await shelf.keep([number])
          let handle = try #require(try await shelf.files.open(blob.id))
          #expect(try await verified.isIntact(blob.id, handle))
          #expect(try await !verified.isIntact(AssetID(hashing: [number, 1]), handle))
        }
      }
    }
  }

  @Test func aFileThatCannotBeReadIsAnError() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let handle = BlobHandle(descriptor: unsafe open(folder.path, O_RDONLY), size: 10)
      await #expect(throws: BlobError.self) { try await VerifiedFiles().isIntact(AssetID(hashing: []), handle) }
    }
  }
}
