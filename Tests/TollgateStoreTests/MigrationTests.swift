import GRDB
import NIOConcurrencyHelpers
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

  /// One is due, one is due later, one is with a courier that dies, and one has come to its end.
  @Test func callbacksOfTheSeventhSchemaAreDelivered() async throws {
    try await TemporaryFolder.with { folder in
      let new = folder + "/new"
      let old = folder + "/old"
      try await SQLiteStore.withStore(folder: new) { store in
        try await store.live([.submit, Sample.accepted("u"), .succeeded(record: Sample.record, credit: nil)])
        for serial in 1...4 { _ = try await store.decide(Sample.order(callback: Sample.callback(Int64(serial)))) }
        let take = CallbackTake(at: .after(1), leasedUntil: .after(900), limit: 99, room: 3)
        let taken = try await store.takeCallbacks(take).callbacks
        try await store.settle([
          CallbackSettlement(taken[0], .again(at: .after(50), status: 500, reason: "x"), at: .after(2)),
          CallbackSettlement(taken[1], .delivered(status: 200), at: .after(2)),
        ])
      }
      try Self.copy(from: new + "/tollgate.sqlite", to: old, schema: "v7") { column in
        ["receiver": "host", "rests_until": "lease_until"][column] ?? column
      }
      try await SQLiteStore.withStore(folder: old) { store in
        try await expectClean(store)
        let serials = try await store.takeCallbacks(
          CallbackTake(at: .after(3), leasedUntil: .after(60), limit: 99, room: 9)
        ).callbacks.map(\.serial)
        #expect(serials == [3, 4])
        let later = try await store.takeCallbacks(
          CallbackTake(at: .after(50), leasedUntil: .after(60), limit: 99, room: 9)
        ).callbacks.map(\.serial)
        #expect(later == [1])
        try await expectClean(store)
      }
    }
  }

  /// Teams were in the file, and in keys that named them.
  @Test func teamsOfTheEighthSchemaAreKnown() async throws {
    try await TemporaryFolder.with { folder in
      let new = folder + "/new"
      let old = folder + "/old"
      let limits = BudgetLimits(day: .cents(5))
      let keys = try await SQLiteStore.withStore(folder: new) { store in
        let bob = Sample.storedKey("bob", secret: "2", origin: .declared, team: "video")
        try await store.declare(Declaration(teams: ["design": limits, "video": BudgetLimits()], keys: [bob]), at: .after(1))
        try await store.insert(Team(name: "art", origin: .created))
        try await store.insert(Sample.storedKey("alice", secret: "1", team: "art"))
        return try await store.keys()
      }
      try Self.copy(from: new + "/tollgate.sqlite", to: old, schema: "v8") { $0 }
      try await SQLiteStore.withStore(folder: old) { store in
        #expect(try await store.keys() == keys)
        #expect(
          try await store.teams() == [
            Team(name: "art", origin: .created), Team(name: "design", origin: .created, budgets: limits),
            Team(name: "video", origin: .created),
          ])
        try await expectClean(store)
      }
    }
  }

  /// Statistics and money are summed up as if they had been from the beginning, and purchases are found by their times.
  @Test func sumsOfTheEighthSchemaAreComputed() async throws {
    try await TemporaryFolder.with { folder in
      let new = folder + "/new"
      let old = folder + "/old"
      let queries = UsageQuery.Dimension.allCases.map { UsageQuery(by: $0) }
      let series = [
        UsageSeriesFilter(.hours(0..<1_000_000)), UsageSeriesFilter(.days(0...99_991_231), of: .team("design")),
        UsageSeriesFilter(.hours(0..<1_000_000), of: .key(Sample.bob), models: ModelPattern("google/*")),
      ]
      var early = GenerationFilter()
      early.until = .after(3600)
      let filter = early
      func read(_ store: SQLiteStore) async throws -> ([[UsageSum]], [[UsagePoint]], [Generation]) {
        var (sums, points): ([[UsageSum]], [[UsagePoint]]) = ([], [])
        for query in queries { sums.append(try await store.usage(query)) }
        for filter in series { points.append(try await store.usageSeries(filter)) }
        return (sums, points, try await store.generations(filter))
      }
      let expected = try await SQLiteStore.withStore(folder: new) { store in
        var walk = RandomWalk(seed: 5)
        try await walk.run(steps: 400, on: store, owner: Sample.owner)
        for (minute, saved) in [(1, 3), (61, .max), (62, .max)] as [(Int64, Int64)] {
          for (key, team) in [(Sample.alice, "design"), (Sample.bob, nil)] as [(KeyID, String?)] {
            let kind = UsageCount.Kind(
              minute: minute, day: 20_260_528, key: key, team: team, model: "google/nano-banana", outcome: .hit)
            try await store.add([UsageCount(kind, count: 2, saved: Money(nanodollars: saved))])
          }
        }
        return try await read(store)
      }
      #expect(expected.1.allSatisfy { !$0.isEmpty } && !expected.2.isEmpty)
      try Self.copy(from: new + "/tollgate.sqlite", to: old, schema: "v8") { $0 }
      try await SQLiteStore.withStore(folder: old) { store in
        #expect(try await read(store) == expected)
        #expect(try await store.pool.read { try SpendingTable.unfolded($0).isEmpty })
        try await expectClean(store)
      }
    }
  }

  /// The sorting of large tables takes no memory, and whoever waits for it is told.
  @Test func aMigrationSortsInFilesOfTheDataFolder() async throws {
    try await TemporaryFolder.with { folder in
      let new = folder + "/new"
      let old = folder + "/old"
      try await SQLiteStore.withStore(folder: new) { _ = try await $0.buy() }
      try Self.copy(from: new + "/tollgate.sqlite", to: old, schema: "v8") { $0 }
      let pool = try DatabasePool(path: DataFolder(path: old).databasePath)
      try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA temp_store = MEMORY") }
      var migrator = Schema.migrator
      let seen = NIOLockedValueBox<(store: Int?, folder: String?)>((nil, nil))
      migrator.registerMigration("probe") { db in
        let store = try Int.fetchOne(db, sql: "PRAGMA temp_store")
        let folder = try String.fetchOne(db, sql: "PRAGMA temp_store_directory")
        seen.withLockedValue { $0 = (store, folder) }
      }
      var changes: [SchemaChange] = []
      try SQLiteStore.migrate(pool, DataFolder(path: old), by: migrator) { changes.append($0) }
      #expect(changes == [SchemaChange(from: 8, to: Schema.version)])
      #expect(seen.withLockedValue { $0.store } == 1)
      #expect(seen.withLockedValue { $0.folder } != nil)
      #expect(try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA temp_store") } == 2)
      try pool.close()
    }
  }

  @Test func onlyAnOlderStoreIsSaidToBeMigrated() async throws {
    try await TemporaryFolder.with { folder in
      for _ in 1...2 {
        let store = try SQLiteStore.open(folder: folder) { change in Issue.record("\(change)") }
        #expect(try await store.writer.write { db, _ in try Int.fetchOne(db, sql: "PRAGMA temp_store") } == 2)
        await store.close()
      }
    }
  }

  /// Files are counted as if they had been from the beginning, and purchases are found by who bought them.
  @Test func filesOfTheTenthSchemaAreCounted() async throws {
    try await TemporaryFolder.with { folder in
      let new = folder + "/new"
      let old = folder + "/old"
      func read(_ store: SQLiteStore) async throws -> ([Int64], [ListedAsset], [[GenerationNumber]]) {
        let figures = try await store.figures()
        var found: [[GenerationNumber]] = []
        for (key, team, model) in [(Sample.alice, nil, nil), (Sample.bob, "design", nil), (nil, "design", "google/*")]
          as [(KeyID?, String?, String?)]
        {
          var filter = GenerationFilter()
          (filter.key, filter.team, filter.models) = (key, team, model.flatMap { ModelPattern($0) })
          found.append(try await store.generations(filter).map(\.number))
        }
        let counts = [Int64(figures.fileCount), figures.fileBytes, figures.generationCount]
        return (counts, try await store.storedAssets(before: nil, limit: 99), found)
      }
      let blobs = (0..<3).map { Blob(id: AssetID(hashing: [$0]), size: Int64($0) + 5, type: .png) }
      let expected = try await SQLiteStore.withStore(folder: new) { store in
        for (place, blob) in blobs.enumerated() {
          let key = place == 1 ? Sample.bob : Sample.alice
          let copying = try await store.live(
            Sample.order(Sample.slot("\(place)"), key: key),
            [.submit, Sample.accepted("\(place)"), .succeeded(record: Sample.record, credit: nil, keepsFiles: true)])
          _ = try await store.keepFile(blob, at: 0, of: copying.number, at: .after(10))
        }
        _ = try await store.evict(blobs[0].id, unusedSince: .after(99), at: .after(100))
        return try await read(store)
      }
      #expect(expected.0 == [2, 13, 3] && expected.2.map(\.count) == [2, 1, 3])
      try Self.copy(from: new + "/tollgate.sqlite", to: old, schema: "v10", also: ["assets", "files", "generation_hours"]) {
        $0
      }
      try await SQLiteStore.withStore(folder: old) { store in
        #expect(try await read(store) == expected)
        let first = try #require(expected.2.first?.first)
        #expect(try await store.useSums(of: [first]).isEmpty)
        let use = GenerationUse(.init(generation: first, key: Sample.bob), UseSum(hits: 1, lastAt: .after(1)))
        try await store.add([], uses: [use])
        #expect(try await store.uses(of: first, limit: 9).keys == [use])
      }
    }
  }

  /// Makes a database of an older schema with the rows of a new one, as far as it has their columns.
  private static func copy(
    from source: String, to folder: String, schema: String, also others: [String] = [], renaming: (String) -> String
  ) throws {
    let dataFolder = DataFolder(path: folder)
    try dataFolder.prepare()
    let queue = try DatabaseQueue(path: dataFolder.databasePath)
    try Schema.migrator.migrate(queue, upTo: schema)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "ATTACH DATABASE ? AS source", arguments: [source])
      let tables =
        [
          "generations", "generation_bodies", "generation_records", "slots", "ledger", "balances", "tickets", "callbacks",
          "keys", "budgets", "usage",
        ] + others
      for table in tables {
        let names = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?, 'source')", arguments: [table])
        let there = try Set(String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?, 'main')", arguments: [table]))
        let columns = names.filter { there.contains(renaming($0)) }
        try db.execute(
          sql: """
            INSERT INTO main.\(table) (\(columns.map(renaming).joined(separator: ", "))) \
            SELECT \(columns.joined(separator: ", ")) FROM source.\(table)
            """)
      }
    }
    try queue.close()
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
