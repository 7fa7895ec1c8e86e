import Foundation
import GRDB
import TollgateCore

/// The rows of finished generations, written in the order in which a gateway writes them: numbers ascend, and contents,
/// upstream's ids and files' names come in any order, so that their indexes look as they do after a long time.
struct FilledBooks {
  private static let batch = 20_000

  private let database: DatabaseQueue
  private let key: Key

  /// Opens a database that the store has made and closed.
  init(path: String, key: Key) throws {
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      // Whoever is interrupted begins anew. With room for all indexes none of their pages is written twice.
      for setting in ["journal_mode = OFF", "synchronous = OFF", "cache_size = -2000000"] {
        try db.execute(sql: "PRAGMA " + setting)
      }
    }
    database = try DatabaseQueue(path: path, configuration: configuration)
    self.key = key
  }

  /// Writes all generations and calls `body` with each.
  func fill(
    count: Int, _ generation: (Int) throws -> FilledGeneration, also body: (FilledGeneration) throws -> Void
  ) throws {
    for first in stride(from: 1, through: count, by: Self.batch) {
      try database.write { db in
        for number in first...min(first + Self.batch - 1, count) {
          let generation = try generation(number)
          try insert(generation, db)
          try body(generation)
        }
      }
    }
    try database.write { db in for sql in Self.sums { try db.execute(sql: sql) } }
  }

  /// Writes so many rows of statistics, over the same month, of a hundred keys in five teams that ask for seven models, and the
  /// sums of all statistics.
  func fillUsage(count: Int, until end: Int64) throws {
    try database.write { db in
      try db.execute(
        sql: """
          WITH RECURSIVE numbers (n) AS (SELECT 0 WHERE :count > 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :count), \
          rows AS (SELECT n, (:end - :month) / 60000 + n * (:month / 60000) / :count AS minute FROM numbers) \
          INSERT INTO usage (minute, day, key, team, model, outcome, count, saved) SELECT minute, \
          strftime('%Y%m%d', minute * 60, 'unixepoch') + 0, CAST(printf('key %012d', n % 100) AS BLOB), 'team ' || (n % 5), \
          'vendor/model-' || (n / 100 % 7), \
          CASE n / 700 % 4 WHEN 0 THEN 'hit' WHEN 1 THEN 'joined' WHEN 2 THEN 'miss' ELSE 'refused' END, 3, \
          iif(n / 700 % 4 < 2, 120000000, 0) FROM rows
          """, arguments: ["count": count, "end": end, "month": FilledGeneration.month])
      try db.execute(sql: Self.usageSums)
    }
  }

  func close() throws {
    try database.writeWithoutTransaction { db in
      for setting in ["synchronous = FULL", "journal_mode = WAL"] { try db.execute(sql: "PRAGMA " + setting) }
    }
    try database.close()
  }

  private func insert(_ generation: FilledGeneration, _ db: Database) throws {
    let arguments: StatementArguments = [
      "number": generation.number, "content": Data(generation.request.content.bytes), "key": Data(key.id.bytes),
      "team": key.team, "model": generation.request.model, "price": generation.price.nanodollars,
      "upstream": generation.upstreamID, "at": generation.at.millisecondsSince1970,
      "finished": generation.finishedAt.millisecondsSince1970, "class": generation.priceClass.description,
      "canonical": Data(generation.request.canonical), "record": Data(generation.record), "url": generation.link,
      "asset": Data(generation.asset), "bytes": FilledGeneration.fileSize,
    ]
    for sql in Self.rows {
      let statement = try db.cachedStatement(sql: sql)
      try statement.setArguments(arguments)
      try statement.execute()
    }
  }

  private static let rows = [
    """
    INSERT INTO generations (number, content, scope, variant, keeps_result, key, team, model, state, hold, captured, refunded, \
    is_charge_unstated, upstream_id, owner, created_at, updated_at, finished_at, price_class, files) VALUES (:number, \
    :content, 'gateway', '', 1, :key, :team, :model, 'succeeded', :price, :price, 0, 0, :upstream, \
    'C56A4180-65AA-42EC-A945-5FD21DEC0538', :at, :finished, :finished, :class, 'kept')
    """,
    "INSERT INTO generation_bodies (generation, canonical) VALUES (:number, :canonical)",
    "INSERT INTO generation_records (generation, record) VALUES (:number, :record)",
    """
    INSERT INTO slots (content, scope, variant, finished, finished_at) VALUES (:content, 'gateway', '', :number, :finished)
    """,
    entry("hold"), entry("capture"),
    """
    INSERT INTO assets (id, digest, bytes, type, is_stored, used_at) \
    VALUES (:number, :asset, :bytes, 'image/png', 1, :finished)
    """,
    """
    INSERT INTO files (generation, position, path, url, state, asset) \
    VALUES (:number, 0, '/result/images/0/url', :url, 'stored', :number)
    """,
  ]

  private static func entry(_ kind: String) -> String {
    """
    INSERT INTO ledger (generation, kind, amount, key, team, day, month, at) VALUES (:number, '\(kind)', :price, :key, :team, \
    strftime('%Y%m%d', :at / 1000, 'unixepoch') + 0, strftime('%Y%m', :at / 1000, 'unixepoch') + 0, :at)
    """
  }

  /// What the rows add up to.
  private static let sums =
    ["'gateway'", "'team:' || team", "'key:' || lower(hex(key))"].flatMap { scope in
      [("0", "total"), ("month", "month"), ("day", "day")].map { window, period in
        """
        INSERT INTO balances (scope, window, period, spent, held) SELECT \(scope), \(window), '\(period)', sum(amount), 0 \
        FROM ledger WHERE kind = 'capture' GROUP BY 1, 2
        """
      }
    } + [
      """
      INSERT INTO generation_hours (hour, first, last) \
      SELECT created_at / 3600000, min(number), max(number) FROM generations GROUP BY 1
      """,
      """
      INSERT INTO generation_uses (generation, key, hits, joined, saved, last_at) \
      SELECT number, CAST(printf('key %012d', (number + other * 7) % 100) AS BLOB), 3, 1, captured * 4, finished_at \
      FROM generations CROSS JOIN (SELECT 0 AS other UNION ALL SELECT 1) ON other < number % 3
      """,
      """
      INSERT INTO charges (class, day, dearest) \
      SELECT price_class, finished_at / 86400000, max(captured) FROM generations GROUP BY 1, 2
      """,
      """
      INSERT INTO usage (minute, day, key, team, model, outcome, count, saved) SELECT ledger.at / 60000, day, ledger.key, \
      ledger.team, model, 'miss', count(*), 0 FROM ledger JOIN generations ON number = generation WHERE kind = 'capture' \
      GROUP BY 1, 2, 3, 4, 5
      """,
    ]

  /// The statistics by hour and by day, for each scope and for each model in it.
  private static let usageSums = """
    WITH moves AS MATERIALIZED (SELECT minute / 60 AS hour, day, key, team, model, outcome, sum(count) AS count, \
    sum(saved) AS saved FROM usage GROUP BY 1, 2, 3, 4, 5, 6), times AS (\
    SELECT 'hour' AS step, hour AS time, key, team, model, outcome, count, saved FROM moves \
    UNION ALL SELECT 'day', day, key, team, model, outcome, count, saved FROM moves), scopes AS (\
    SELECT step, time, 'gateway' AS scope, model, outcome, count, saved FROM times \
    UNION ALL SELECT step, time, 'team:' || team, model, outcome, count, saved FROM times \
    UNION ALL SELECT step, time, 'key:' || lower(hex(key)), model, outcome, count, saved FROM times), models AS (\
    SELECT step, '' AS model, scope, time, outcome, count, saved FROM scopes \
    UNION ALL SELECT step, '=' || model, scope, time, outcome, count, saved FROM scopes) \
    INSERT INTO usage_sums (step, model, scope, time, outcome, count, saved) \
    SELECT step, model, scope, time, outcome, sum(count), sum(saved) FROM models GROUP BY 1, 2, 3, 4, 5
    """
}
