import GRDB
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// Whoever reads is told whether reading again may help.
@Suite struct DamagedReadTests {
  @Test func aRowThatMakesNoSenseIsDamaged() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let number = try await store.buy()
        _ = try await store.writer.write { db, _ in
          try db.execute(sql: "PRAGMA ignore_check_constraints = ON; UPDATE generations SET state = 'sold'")
        }
        let sentence = "a row holds what is not a generation's state; restore a backup"
        await #expect(throws: StoreError.damaged(sentence)) { try await store.recordedGeneration(number) }
        _ = try await store.writer.write { db, _ in try db.execute(sql: "UPDATE generations SET state = 'held'") }
      }
    }
  }

  @Test(arguments: [
    (ResultCode.SQLITE_CORRUPT, true), (.SQLITE_NOTADB, true), (.SQLITE_BUSY, false), (.SQLITE_IOERR, false),
    (.SQLITE_INTERRUPT, false), (.SQLITE_ERROR, false),
  ])
  func aBrokenFileIsDamagedAndASilentOneIsNot(_ code: ResultCode, _ isDamaged: Bool) {
    if case .damaged = DatabaseFailure.readError(DatabaseError(resultCode: code)) {
      #expect(isDamaged)
    } else {
      #expect(!isDamaged)
    }
  }
}
