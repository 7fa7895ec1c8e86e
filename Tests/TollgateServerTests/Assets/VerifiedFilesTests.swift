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
      let verified = VerifiedFiles()
      for (blob, expected) in [(good, true), (bad, false)] {
        let before = try Self.bytesRead()
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
          for _ in 0..<50 {
            group.addTask {
              guard let handle = try await shelf.files.open(blob.id) else { return !expected }
              return try await verified.isIntact(blob.id, handle)
            }
          }
          return try await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(results == [Bool](repeating: expected, count: 50))
        // Fifty looks would have read a gigabyte.
        #expect(try Self.bytesRead() - before < 500_000_000)
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

  /// What this process has read in all.
  private static func bytesRead() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/io", encoding: .utf8)
    return try #require(text.split(separator: "\n").first.flatMap { Int($0.dropFirst("rchar: ".count)) })
  }
}
