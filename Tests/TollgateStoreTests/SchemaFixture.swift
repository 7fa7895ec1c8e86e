import Foundation
import GRDB
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// Data folders as older versions left them: made by their own migrations, with rows of everything that there was.
enum SchemaFixture {
  /// Every schema that was ever released, and this one.
  static let all = Array(1...Schema.version)

  /// Kept by triggers, or begun by the migration itself.
  private static let derived: Set<String> = ["callback_counts", "asset_sums", "prompt_progress"]

  /// Makes a data folder of a schema, with the rows of a typical life of this version as far as it has their tables and columns.
  static func make(_ schema: Int, at folder: String) async throws {
    let source = TemporaryFolder()
    try await SQLiteStore.withStore(folder: source.path) { try await live(on: $0) }
    let dataFolder = DataFolder(path: folder)
    try dataFolder.prepare()
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: dataFolder.databasePath, configuration: configuration)
    try Schema.migrator.migrate(queue, upTo: "v\(schema)")
    try await queue.writeWithoutTransaction { db in
      try db.execute(sql: "ATTACH DATABASE ? AS source", arguments: [DataFolder(path: source.path).databasePath])
      let tables = try String.fetchAll(
        db,
        sql: """
          SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'prompt_words%' \
          AND name <> 'grdb_migrations' AND name IN (SELECT name FROM source.sqlite_schema) ORDER BY rowid
          """)
      for table in tables where !derived.contains(table) { try copy(table, before: schema, db) }
    }
    try queue.close()
    // The files that the rows name.
    let blobs = try BlobFolder(dataFolder: folder)
    try blobs.mark()
    for place in 0..<2 {
      let draft = try await blobs.draft()
      try await draft.append([UInt8(place)])
      _ = try await draft.finish()
    }
  }

  private static func copy(_ table: String, before schema: Int, _ db: Database) throws {
    func old(_ name: String) -> String {
      schema < 8 ? ["receiver": "host", "rests_until": "lease_until"][name] ?? name : name
    }
    let there = try Set(String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?, 'main')", arguments: [table]))
    let columns = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?, 'source')", arguments: [table])
      .filter { there.contains(old($0)) }
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO main.\(table) (\(columns.map(old).joined(separator: ", "))) \
        SELECT \(columns.joined(separator: ", ")) FROM source.\(table)
        """)
  }

  /// Purchases in every state, callbacks, files, keys, teams, statistics and uses.
  private static func live(on store: SQLiteStore) async throws {
    var walk = RandomWalk(seed: 12)
    try await walk.run(steps: 300, on: store, owner: Sample.owner)
    try await store.insert(Team(name: "design", origin: .created, budgets: BudgetLimits(month: .cents(100_000))))
    try await store.insert(Sample.storedKey("alice", secret: "1", id: Sample.alice, team: "design"))
    try await store.insert(Sample.storedKey("bob", secret: "2", id: Sample.bob))
    for place in 0..<4 {
      let copying = try await store.live(
        Sample.order(Sample.slot("fixture \(place)"), callback: Sample.callback(Int64(place) + 1)),
        [.submit, Sample.accepted("fixture \(place)"), .succeeded(record: Sample.record, credit: nil, keepsFiles: place < 2)])
      guard place < 2 else { continue }
      let blob = Blob(id: AssetID(hashing: [UInt8(place)]), size: 1, type: .png)
      _ = try await store.keepFile(blob, at: 0, of: copying.number, at: .after(9))
    }
    try await store.live(Sample.order(Sample.slot("fixture unknown")), [.submit, .lost(reason: "reset")])
    let kind = UsageCount.Kind(
      minute: 29_666_667, day: 20_260_528, key: Sample.alice, team: "design", model: "google/nano-banana", outcome: .hit)
    try await store.add([UsageCount(kind, count: 3, saved: Sample.price)])
  }
}
