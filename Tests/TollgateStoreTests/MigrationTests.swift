import GRDB
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// A database of an older version opens with everything that it knew.
@Suite struct MigrationTests {
  @Test func balancesOfTheFirstSchemaAreComputed() async throws {
    try await TemporaryFolder.with { folder in
      let new = folder + "/new"
      let old = folder + "/old"
      var walk = RandomWalk(seed: 3)
      let window = LedgerWindow.day(20_260_530)
      let balances = try await SQLiteStore.withStore(folder: new) { store in
        try await walk.run(steps: 800, on: store, owner: Sample.owner)
        return try await store.balances(in: window)
      }
      #expect(balances.contains { $0.spent > .zero } && balances.contains { $0.held > .zero })
      try Self.copyToFirstSchema(from: new + "/tollgate.sqlite", to: old)
      try await SQLiteStore.withStore(folder: old) { store in
        #expect(try await store.balances(in: window) == balances)
        try await expectClean(store)
        _ = try await store.buy(Sample.order(Sample.slot("after"), policy: .noStore))
      }
    }
  }

  /// Makes a database of the first schema with the rows of a newer one.
  private static func copyToFirstSchema(from source: String, to folder: String) throws {
    let dataFolder = DataFolder(path: folder)
    try dataFolder.prepare()
    let queue = try DatabaseQueue(path: dataFolder.databasePath)
    try Schema.migrator.migrate(queue, upTo: "v1")
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "ATTACH DATABASE ? AS source", arguments: [source])
      let tables = [
        "generations", "generation_bodies", "generation_records", "slots", "resends", "ledger", "keys", "tickets",
      ]
      for table in tables {
        let columns = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
          .joined(separator: ", ")
        try db.execute(sql: "INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM source.\(table)")
      }
      #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == 1)
    }
    try queue.close()
  }
}
