import Foundation
import GRDB
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// How long a start under changed rules takes: `./dev prove contents`.
@Suite struct ManyContentsTests {
  private static let count = ProcessInfo.processInfo.environment["TOLLGATE_TEST_CONTENTS"].flatMap { Int($0) } ?? 2000

  @Test func manyResultsAreMoved() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        try await LargeBooks.fill(store, count: Self.count)
        let body = #"{"args":{"prompt":"a red fox in the snow, at dawn","seed":'||generation||'},"model":"google/nano-banana"}"#
        try await store.writer.write { db, _ in
          try db.execute(sql: "UPDATE generation_bodies SET canonical = CAST('\(body)' AS BLOB)")
        }
        let rule = ModelRule(model: "*", defaults: ["num_images": 1], ignore: ["trace_id"].compactMap { ArgumentPath($0) })
        let catalogue = Catalogue.builtIn.overriding([rule])
        let clock = ContinuousClock()
        let start = clock.now
        let done = try await store.recomputeContents(under: catalogue.normalisation) { catalogue.content(ofCanonicalBody: $0) }
        print("contents: \(clock.now - start) for \(Self.count) results")
        #expect(done == ContentRecomputation(read: Self.count, moved: Self.count))
        let last = try CreateRequest(
          body: Array(
            #"{"args":{"prompt":"a red fox in the snow, at dawn","seed":\#(Self.count)},"model":"google/nano-banana"}"#.utf8),
          catalogue: catalogue)
        let contents = try await store.contents(of: Slot(content: last.content, scope: .gateway))
        #expect(contents.finished?.generation == GenerationNumber(Int64(Self.count)))
        try await expectClean(store)
      }
    }
  }

  /// A start that was cut off leaves half a list behind, which counts for nothing.
  @Test func aStartThatWasCutOffIsDoneAgain() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let order = Sample.order(Sample.slot("a"), body: "a")
        let number = try await store.live(
          order, [.submit, Sample.accepted("u"), .succeeded(record: Sample.record, credit: nil)]
        ).number
        try await store.writer.write { db, _ in
          try ContentMoveTable.insert([.init(number: number.value, move: Sample.slot("half").content.bytes.data)], db)
        }
        #expect(try await store.contents(of: Sample.slot("a")).finished?.generation == number)
        _ = try await store.recomputeContents(under: "1") { _ in Sample.slot("b").content }
        #expect(try await store.contents(of: Sample.slot("half")) == SlotContents())
        #expect(try await store.contents(of: Sample.slot("b")).finished?.generation == number)
        let left = try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM content_moves") }
        #expect(left == 0)
      }
    }
  }

  /// The records of a day are removed a few at a time, and all in the end.
  @Test func idempotencyRecordsEnd() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        func count() async throws -> Int? {
          try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM idempotency") }
        }
        for index in 0..<20 {
          let order = Sample.order(at: .after(Int64(index)), idempotency: .init(name: "\(index)", serial: Int64(index) + 1))
          _ = try await store.decide(order)
        }
        #expect(try await count() == 20)
        for (index, left) in [13, 6, 3].enumerated() {
          let order = Sample.order(at: .after(2 * 86_400), idempotency: .init(name: "new \(index)", serial: 99))
          _ = try await store.decide(order)
          #expect(try await count() == left)
        }
      }
    }
  }
}
