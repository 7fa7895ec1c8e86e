import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// The search index of a store that runs.
@Suite struct SearchIndexTests {
  @Test(.timeLimit(.minutes(15))) func whatIsBoughtIsIndexedThoughNobodySearches() async throws {
    try await TemporaryFolder.with { folder in
      let store = try SQLiteStore.open(folder: folder)
      try await withThrowingTaskGroup { tasks in
        tasks.addTask { try await store.run() }
        for number in 1...3 { _ = try await store.buy(Sample.order(Sample.slot("\(number)"))) }
        while try await store.read({ try PromptTable.progress($0) }) < 3 { try await Task.sleep(for: .milliseconds(20)) }
        tasks.cancelAll()
        try await tasks.waitForAll()
      }
    }
  }

  @Test func aListNeedsNoIndex() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let number = try await store.finished("a fox", id: "1")
        let listed = try await store.results(ResultFilter())
        #expect(listed.map(\.generation.number) == [number] && listed.map(\.prompt) == ["a fox"])
        #expect(try await store.read { try PromptTable.progress($0) } == 0)
      }
    }
  }
}
