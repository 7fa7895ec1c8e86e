import Foundation
import GRDB
import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// Every schema that was ever released becomes that of this version, also where the process dies between any two statements.
@Suite struct UpgradeTests {
  @Test(arguments: SchemaFixture.all)
  func everyReleasedSchemaOpensAndIsClean(_ schema: Int) async throws {
    try await TemporaryFolder.with { folder in
      try await SchemaFixture.make(schema, at: folder)
      var changes: [SchemaChange] = []
      let store = try SQLiteStore.open(folder: folder) { changes.append($0) }
      #expect(changes == (schema == Schema.version ? [] : [SchemaChange(from: schema, to: Schema.version)]))
      try await expectClean(store)
      #expect(try await store.generationCounts()[.unknown] ?? 0 > 0)
      _ = try await store.buy(Sample.order(Sample.slot("after"), policy: .noStore))
      try await expectClean(store)
      await store.close()
    }
  }

  /// What is on the disk before each statement of a migration is what `kill -9` leaves there.
  @Test(arguments: SchemaFixture.all.dropLast())
  func aDeathBetweenTwoStatementsLosesNothing(_ schema: Int) async throws {
    try await TemporaryFolder.withEmpty { url in
      let old = DataFolder(path: url.path + "/old")
      try await SchemaFixture.make(schema, at: old.path)
      let deaths = NIOLockedValueBox(0)
      let pool = try DatabasePool(path: old.databasePath)
      try await pool.writeWithoutTransaction { db in
        db.trace { _ in
          let number = deaths.withLockedValue { deaths in
            deaths += 1
            return deaths
          }
          let copy = DataFolder(path: url.path + "/\(number)")
          try? copy.prepare()
          for file in ["", "-wal"] {
            try? FileManager.default.copyItem(atPath: old.databasePath + file, toPath: copy.databasePath + file)
          }
        }
      }
      // The next schema is enough: those behind it are the next fixtures' own.
      try Schema.migrator.migrate(pool, upTo: "v\(schema + 1)")
      try pool.close()
      let count = deaths.withLockedValue { $0 }
      #expect(count > 5)
      for number in 1...count {
        try await SQLiteStore.withStore(folder: url.path + "/\(number)") { store in
          let broken = try await store.verify().checks.filter { !$0.violations.isEmpty }
          #expect(broken.isEmpty, "death \(number) of \(count): \(broken)")
          #expect(try await store.generationCounts()[.unknown] ?? 0 > 0)
        }
      }
    }
  }

  /// Both versions are named, and what to do.
  @Test func anOlderProgramRefusesByName() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { _ in }
      try await DatabaseQueue(path: folder + "/tollgate.sqlite").write { try $0.execute(sql: "PRAGMA user_version = 99") }
      let error = #expect(throws: StoreOpenError.self) { try SQLiteStore.open(folder: folder) }
      let sentence = try #require(error?.description)
      #expect(sentence.contains("99") && sentence.contains("\(Schema.version)"))
      #expect(sentence.contains("newer tollgate") && sentence.contains("restore a backup"))
    }
  }

  /// Folders for `./dev prove upgrade`, one of each schema, where `TOLLGATE_TEST_FIXTURES` says.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["TOLLGATE_TEST_FIXTURES"] != nil))
  func fixturesAreMade() async throws {
    let folder = try #require(ProcessInfo.processInfo.environment["TOLLGATE_TEST_FIXTURES"])
    for schema in SchemaFixture.all { try await SchemaFixture.make(schema, at: folder + "/v\(schema)") }
  }
}
