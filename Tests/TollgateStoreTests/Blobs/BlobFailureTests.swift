import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateFaultSimulation
import TollgateTestSupport

/// Failures on demand.
@Suite struct BlobFailureTests {
  @Test func everyCallFailsAsItIsToldAndLeavesNothingHalf() async throws {
    let failing = NIOLockedValueBox<InMemoryBlobs.Call?>(nil)
    let blobs = InMemoryBlobs { $0 == failing.withLockedValue { $0 } ? .noRoom : nil }
    let kept = try await blobs.keep([1, 2, 3])
    for call in InMemoryBlobs.Call.allCases {
      failing.withLockedValue { $0 = call }
      var failures = 0
      func attempt(_ work: () async throws(BlobError) -> Void) async {
        do throws(BlobError) {
          try await work()
        } catch {
          #expect(error == .noRoom)
          failures += 1
        }
      }
      await attempt { () throws(BlobError) in
        let draft = try await blobs.draft()
        try await draft.append([4])
        try await draft.restart()
        try await draft.append([1, 2, 3])
        #expect(try await draft.finish() == kept)
      }
      await attempt { () throws(BlobError) in _ = try await blobs.size(of: kept.id) }
      await attempt { () throws(BlobError) in _ = try await blobs.open(kept.id) }
      await attempt { () throws(BlobError) in try await blobs.removeDrafts() }
      #expect(failures == 1, "\(call)")
      failing.withLockedValue { $0 = nil }
      #expect(try await blobs.sizes() == [kept.id: 3])
    }
  }
}
