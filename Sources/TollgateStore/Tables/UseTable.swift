import GRDB
import TollgateCore

/// Statements on `generation_uses`: who asked for which result.
enum UseTable {
  /// Dollars and their parts are summed up apart: a sum beyond what SQLite counts up to is an error there.
  private static let sums =
    "coalesce(sum(hits), 0), coalesce(sum(joined), 0), coalesce(sum(saved / 1000000000), 0), "
    + "coalesce(sum(saved % 1000000000), 0), max(last_at)"

  static func add(_ uses: [GenerationUse], _ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO generation_uses (generation, key, hits, joined, saved, last_at) VALUES (?, ?, ?, ?, ?, ?) \
        ON CONFLICT (generation, key) DO UPDATE SET hits = hits + excluded.hits, joined = joined + excluded.joined, \
        saved = iif(saved > \(Int64.max) - excluded.saved, \(Int64.max), saved + excluded.saved), \
        last_at = max(last_at, excluded.last_at)
        """)
    // In the order of the table, so that each of its pages is visited once.
    for use in uses.sorted(by: { $0.kind.generation < $1.kind.generation }) {
      try statement.execute(arguments: [
        use.kind.generation.value, use.kind.key.bytes.data, use.sum.hits, use.sum.joined, use.sum.saved.nanodollars,
        use.sum.lastAt?.millisecondsSince1970 ?? 0,
      ])
    }
  }

  /// The keys that asked most often, and the others together.
  static func uses(of number: GenerationNumber, limit: Int, _ db: Database) throws -> GenerationUses {
    let order = "WHERE generation = ? ORDER BY hits + joined DESC, key"
    let keys = try Row.fetchAll(
      db.cachedStatement(sql: "SELECT key, hits, joined, saved, last_at FROM generation_uses \(order) LIMIT ?"),
      arguments: [number.value, limit]
    ).map { row in
      GenerationUse(
        .init(generation: number, key: try row.keyID(0)),
        UseSum(hits: try row.value(1), joined: try row.value(2), saved: try row.money(3), lastAt: try row.timestamp(4)))
    }
    let others = try db.cachedStatement(
      sql: "SELECT count(*), \(sums) FROM (SELECT * FROM generation_uses \(order) LIMIT -1 OFFSET ?)"
    ).first([number.value, limit]) { (count: try $0.value(0) as Int, sum: try sum($0, from: 1)) }
    return GenerationUses(keys: keys, otherKeys: others?.count ?? 0, others: others?.sum ?? UseSum())
  }

  /// What was asked of each of several generations.
  static func sums(of numbers: [GenerationNumber], _ db: Database) throws -> [GenerationNumber: UseSum] {
    let wanted = CanonicalJSON.text(.array(numbers.map { .number(JSONNumber($0.value)) }))
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT generation, \(sums) FROM generation_uses WHERE generation IN (SELECT value FROM json_each(?)) \
          GROUP BY generation
          """), arguments: [wanted])
    return Dictionary(try rows.map { (try $0.generationNumber(0), try sum($0, from: 1)) }) { first, _ in first }
  }

  /// What five columns say.
  private static func sum(_ row: Row, from index: Int) throws -> UseSum {
    UseSum(
      hits: try row.value(index), joined: try row.value(index + 1), saved: try row.savings(index + 2),
      lastAt: try row.timestampIfPresent(index + 4))
  }
}
