import GRDB
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// What a key looks for among its own purchases costs the same, whatever others have bought.
@Suite struct OwnGenerationTests {
  private static func buy(_ prompt: String, key: KeyID, _ store: any Store) async throws -> GenerationNumber {
    try await store.buy(
      Sample.order(Sample.slot(prompt), key: key, team: nil, body: #"{"args":{"prompt":"\#(prompt)"}}"#))
  }

  /// Neither the common index nor a purchase of anybody else is touched: with their rows gone all goes on.
  @Test func nothingOfOthersIsRead() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let own = try await Self.buy("a fox", key: Sample.alice, store)
        for number in 1...20 { _ = try await Self.buy("a fox \(number)", key: Sample.bob, store) }
        var filter = GenerationFilter()
        filter.search = SearchWords("fo")
        #expect(try await store.walk(filter, of: Sample.alice).generations.map(\.number) == [own])
        #expect(try await store.walk(filter, of: Sample.key(9)).generations.isEmpty)
        #expect(try await store.read { try PromptTable.progress($0) } == 0, "a key indexes nobody's requests")
        // What is in the index is found as well.
        _ = try await store.generations(filter)
        #expect(try await store.walk(filter, of: Sample.alice).generations.map(\.number) == [own])
        _ = try await store.writer.write { db, _ in try db.execute(sql: "DROP TABLE prompt_words") }
        #expect(try await store.walk(filter, of: Sample.alice).generations.map(\.number) == [own])
      }
    }
  }

  /// A page looks at so many and no more, and says where to go on.
  @Test func aLongWalkGoesOn() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let first = try await Self.buy("a fox", key: Sample.alice, store)
        for number in 1...OwnGenerations.longestWalk {
          _ = try await Self.buy("a cat \(number)", key: Sample.alice, store)
        }
        var filter = GenerationFilter()
        filter.search = SearchWords("fox")
        let page = try await store.walk(filter, of: Sample.alice)
        #expect(page.generations.isEmpty && page.goesOnBefore == GenerationNumber(2))
        filter.before = page.goesOnBefore
        let next = try await store.walk(filter, of: Sample.alice)
        #expect(next.generations.map(\.number) == [first] && next.goesOnBefore == nil)
        // Without words too.
        var failed = GenerationFilter()
        failed.states = [.failed]
        #expect(try await store.walk(failed, of: Sample.alice) == GenerationWalk([], goesOnBefore: GenerationNumber(2)))
      }
    }
  }

  @Test(.timeLimit(.minutes(15))) func aReadThatIsCancelledIsInterrupted() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let read = Task {
          try await store.read { db in
            try Int.fetchOne(
              db, sql: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
          }
        }
        try await Task.sleep(for: .milliseconds(50))
        read.cancel()
        await #expect(throws: StoreError.self) { try await read.value }
      }
    }
  }
}
