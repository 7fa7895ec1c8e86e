import GRDB
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

@Suite struct UsageSumTests {
  private static func count(_ minute: Int64, saved: Int64) -> UsageCount {
    UsageCount(
      .init(minute: minute, day: 20_260_528, key: Sample.alice, team: "design", model: "m", outcome: .hit), count: 1,
      saved: Money(nanodollars: saved))
  }

  /// Where the largest amount is reached, sums and minutes stay the same.
  @Test func theLargestAmountsAddUp() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        for saved in [Int64.max - 1, 5, .max, 999_999_999] {
          try await store.add([Self.count(1, saved: saved), Self.count(2, saved: saved)])
          try await expectClean(store)
        }
      }
    }
  }

  /// What cannot be noted as added is not added: it would be again every second.
  @Test func withoutItsProgressTheLedgerIsNotSummedUpTwice() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        _ = try await store.buy()
        try await store.add([Self.count(1, saved: 1)])
        let sums = "SELECT group_concat(purchases || ' ' || held, ', ') FROM spending_sums"
        let before = try await store.read { try String.fetchOne($0, sql: sums) }
        _ = try await store.writer.write { db, _ in try db.execute(sql: "DELETE FROM spending_progress") }
        for _ in 1...3 {
          await #expect(throws: StoreError.self) { try await store.add([Self.count(2, saved: 1)]) }
        }
        #expect(try await store.read { try String.fetchOne($0, sql: sums) } == before)
        #expect(try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM usage") } == 1)
        #expect(try await store.verify().checks.contains { !$0.violations.isEmpty })
      }
    }
  }
}
