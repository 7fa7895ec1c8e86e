import GRDB
import TollgateCore

@testable import TollgateStore

/// Fills a store with many finished purchases, their ledger and their balances, faster than buying them.
enum LargeBooks {
  static func fill(_ store: SQLiteStore, count: Int) async throws {
    _ = try await store.writer.write { db, _ in
      for sql in purchases { try db.execute(sql: numbers + sql, arguments: ["count": count]) }
      for sql in balances { try db.execute(sql: sql) }
    }
    // A gateway's log is short; to read all through a long one takes longer.
    try await store.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
  }

  private static let numbers = """
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count), purchases AS (
      SELECT n, CAST(printf('%032d', n) AS BLOB) AS content, CAST(printf('%016d', n % 50) AS BLOB) AS key,
        iif(n % 3 = 0, NULL, 'team ' || (n % 7)) AS team, 20260101 + n * 27 / :count AS day FROM numbers)

    """

  private static let purchases = [
    """
    INSERT INTO generations (number, content, scope, variant, keeps_result, key, team, model, state, hold, captured, refunded, \
    is_charge_unstated, upstream_id, owner, created_at, updated_at, finished_at, price_class) \
    SELECT n, content, 'gateway', '', 1, key, team, 'google/nano-banana', 'succeeded', 40000000, 40000000, 0, 0, 'job ' || n, \
    'filler', n, n, n, 'google/nano-banana' FROM purchases
    """,
    """
    INSERT INTO generation_hours (hour, first, last) \
    SELECT created_at / 3600000, min(number), max(number) FROM generations GROUP BY 1
    """,
    "INSERT INTO generation_bodies (generation, canonical) SELECT n, CAST('{}' AS BLOB) FROM purchases",
    "INSERT INTO generation_records (generation, record) SELECT n, CAST('{}' AS BLOB) FROM purchases",
    "INSERT INTO slots (content, scope, variant, finished, finished_at) SELECT content, 'gateway', '', n, n FROM purchases",
    """
    INSERT INTO ledger (generation, kind, amount, key, team, day, month, at) \
    SELECT n, kinds.column1, 40000000, key, team, day, day / 100, n FROM purchases \
    CROSS JOIN (VALUES ('hold'), ('capture')) AS kinds
    """,
  ]

  private static let balances = ["'gateway'", "'team:' || team", "'key:' || lower(hex(key))"].flatMap { scope in
    [("0", "total"), ("month", "month"), ("day", "day")].map { window, period in
      """
      INSERT INTO balances (scope, window, period, spent, held) \
      SELECT \(scope), \(window), '\(period)', sum(amount), 0 FROM ledger \
      WHERE kind = 'capture' AND \(scope) IS NOT NULL GROUP BY 1, 2
      """
    }
  }
}
