import Foundation
import NIOHTTP1
import Testing
import TollgateCore
import TollgateStore
import TollgateTestSupport

@testable import TollgateServer

@Suite("Bringing a file into the system's memory")
struct WarmingTests {
  private static let size = 3_000_000

  @Test func whatIsWarmedIsInMemoryAndTheRestNotNecessarily() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let shelf = try Shelf(folder: folder)
      let blob = try await shelf.keep((0..<Self.size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
      let handle = try #require(try await shelf.files.open(blob.id))
      _ = posix_fadvise(handle.descriptor, 0, 0, POSIX_FADV_DONTNEED)
      let part: Range<Int64> = 1_000_000..<2_000_000
      try handle.warm(part)
      #expect(handle.isWarm(part) && handle.isWarm(part.lowerBound + 5..<part.upperBound - 5))
      // What was never written nor read cannot be there.
      let sparse = try #require(try await shelf.files.open(try shelf.keepZeros(Int64(Self.size)).id))
      #expect(!sparse.isWarm(part))
    }
  }

  @Test func aFileThatHasLeftTheMemoryIsSentAsItIs() async throws {
    try await Shelf.serve { shelf, gateway in
      var random = SeededGenerator(seed: 7)
      let bytes = (0..<5_000_001).map { _ in UInt8(random.below(256)) }
      let blob = try await shelf.keep(bytes)
      let handle = try #require(try await shelf.files.open(blob.id))
      for part in [0..<5_000_001, 1_048_575..<1_048_577, 3_000_000..<5_000_000] {
        // Every second piece has left it, so that there are windows of both kinds.
        for start in stride(from: 0, to: bytes.count, by: 2 << 20) {
          _ = posix_fadvise(handle.descriptor, off_t(start), 1 << 20, POSIX_FADV_DONTNEED)
        }
        let range = ["Range": "bytes=\(part.lowerBound)-\(part.upperBound - 1)"]
        let reply = try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id), headers: range)
        #expect(reply.status == 206 && reply.bytes == Array(bytes[part]))
      }
    }
  }

  @Test(arguments: [0..<0, 0..<1, 2_999_999..<3_000_000, 2_999_999..<9_000_000, 5_000_000..<6_000_000] as [Range<Int64>])
  func theEndOfTheFileIsTheEnd(part: Range<Int64>) async throws {
    try await TemporaryFolder.withEmpty { folder in
      let shelf = try Shelf(folder: folder)
      let handle = try #require(try await shelf.files.open(try shelf.keepZeros(Int64(Self.size)).id))
      try handle.warm(part)
    }
  }

  @Test func whatCannotBeReadIsAnError() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let handle = BlobHandle(descriptor: unsafe open(folder.path, O_RDONLY), size: 10)
      #expect(throws: BlobError.self) { try handle.warm(0..<10) }
    }
  }
}
