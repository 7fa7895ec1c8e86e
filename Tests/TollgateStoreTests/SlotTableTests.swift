import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// The guard that keeps two purchases out of one slot, also where several gateways share a store.
@Suite struct SlotTableTests {
  @Test func aSlotIsTakenOnlyFromWhatWasSeen() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let live = try await store.buy()
        let other = try await store.buy(Sample.order(Sample.slot("a dog")))
        let taken = try await store.writer.write { db, _ in
          [
            try SlotTable.take(Sample.slot(), for: other, replacing: nil, db),
            try SlotTable.take(Sample.slot(), for: other, replacing: other, db),
            try SlotTable.take(Sample.slot("nothing here"), for: other, replacing: nil, db),
          ]
        }
        #expect(taken == [false, false, false])
        let contents = try await store.contents(of: Sample.slot())
        #expect(contents.live?.generation == live)
        try await expectClean(store)
      }
    }
  }
}
