import Foundation
import GRDB
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// A year at 10,000 requests a day, with and without details that are given up: `./dev prove year`.
@Suite struct YearTests {
  /// How many days; the proof asks for 365.
  private static let days = ProcessInfo.processInfo.environment["TOLLGATE_TEST_YEAR"].flatMap { Int($0) } ?? 4
  private static let purchases = 2000
  private static let repeats = 8000
  private static let keys = 20
  /// Of a year 30 and 90 days are kept in detail.
  private static let minutesKept = max(1, days / 12)
  private static let ledgerKept = max(1, days / 4)
  private static let millisecondsOfDay: Int64 = 86_400_000

  @Test(.timeLimit(.minutes(120))) func aYearTakesLittleRoomAndVerifies() async throws {
    var sizes: [Bool: Int64] = [:]
    for isRetained in [false, true] {
      try await TemporaryFolder.with { folder in
        try await SQLiteStore.withStore(folder: folder) { store in
          let longest = try await Self.live(on: store, givingUp: isRetained)
          let figures = try await store.figures()
          sizes[isRetained] = figures.databaseBytes
          let clock = ContinuousClock()
          var isClean = false
          let verifying = try await clock.measure { isClean = try await store.verify().isClean }
          #expect(isClean)
          let reading = try await clock.measure {
            _ = try await store.usage(UsageQuery(by: .key))
            _ = try await store.usageSeries(UsageSeriesFilter(.days(0...99_991_231)))
          }
          let rows = try await store.read { db in
            try ["usage", "ledger", "ledger_closings", "generations"].map {
              "\(try Int.fetchOne(db, sql: "SELECT count(*) FROM " + $0) ?? 0) \($0)"
            }
          }
          print(
            "year: \(isRetained ? "retention on" : "all kept"): \(figures.databaseBytes / 1_000_000) MB after \(Self.days) days "
              + "(\(figures.freeBytes / 1_000_000) MB of them free), \(rows.joined(separator: ", ")); the longest step of giving "
              + "up \(longest), verify \(verifying), a year's usage \(reading)")
        }
      }
    }
    if Self.days > 100 { #expect(sizes[true] ?? 0 < sizes[false] ?? 0) }
  }

  private static func live(on store: SQLiteStore, givingUp: Bool) async throws -> Duration {
    let start = Sample.start.millisecondsSince1970 / millisecondsOfDay * millisecondsOfDay
    var longest = Duration.zero
    var generator = SeededGenerator(seed: 365)
    for day in 0..<days {
      let midnight = start + Int64(day) * millisecondsOfDay
      let code = try #require(CalendarDay(date(midnight).description.prefix(10))).code
      try await buy(day, from: midnight, code, on: store)
      var counts: [UsageCount.Kind: UsageCount] = [:]
      for request in 0..<(purchases + repeats) {
        let minute = (midnight + Int64.random(in: 0..<millisecondsOfDay, using: &generator)) / 60_000
        let kind = UsageCount.Kind(
          minute: minute, day: code, key: Sample.key(UInt8(request % keys)), team: request % 3 == 0 ? "design" : nil,
          model: "acme/model-\(request % 4)", outcome: request < purchases ? .miss : .hit)
        counts[kind, default: UsageCount(kind)].count += 1
      }
      var all = Array(counts.values)
      while !all.isEmpty {
        try await store.add(Array(all.suffix(500)))
        all.removeLast(min(500, all.count))
      }
      guard givingUp else { continue }
      let now = midnight + millisecondsOfDay
      let first = (now - Int64(minutesKept) * millisecondsOfDay) / 60_000
      let moment = Timestamp(millisecondsSince1970: now - Int64(ledgerKept) * millisecondsOfDay)
      longest = max(longest, try await steps { try await store.forgetMinutes(before: first) })
      longest = max(
        longest,
        try await steps { try await store.closeLedger(before: moment, at: Timestamp(millisecondsSince1970: now)) })
      longest = max(longest, try await steps { try await store.shrink() })
    }
    return longest
  }

  private static func steps(_ step: () async throws -> Bool) async throws -> Duration {
    var longest = Duration.zero
    var goesOn = true
    while goesOn {
      let begin = ContinuousClock.now
      goesOn = try await step()
      longest = max(longest, begin.duration(to: .now))
    }
    return longest
  }

  private static func date(_ milliseconds: Int64) -> Timestamp { Timestamp(millisecondsSince1970: milliseconds) }

  /// A day's purchases, written at once: buying them takes longer, and leaves the same.
  private static func buy(_ day: Int, from midnight: Int64, _ code: Int32, on store: SQLiteStore) async throws {
    let statements = [
      """
      INSERT INTO generations (number, content, scope, variant, keeps_result, key, team, model, state, hold, captured, refunded, \
      is_charge_unstated, upstream_id, owner, created_at, updated_at, finished_at, price_class) \
      SELECT n, content, 'gateway', '', 1, key, team, model, 'succeeded', 40000000, 40000000, 0, 0, 'job ' || n, 'filler', at, at, at, \
      model FROM purchases
      """,
      """
      INSERT INTO generation_hours (hour, first, last) SELECT at / 3600000, min(n), max(n) FROM purchases GROUP BY 1
      """,
      "INSERT INTO generation_bodies (generation, canonical) SELECT n, CAST('{\"args\":{}}' AS BLOB) FROM purchases",
      "INSERT INTO generation_records (generation, record) SELECT n, CAST('{}' AS BLOB) FROM purchases",
      "INSERT INTO slots (content, scope, variant, finished, finished_at) SELECT content, 'gateway', '', n, at FROM purchases",
      """
      INSERT INTO ledger (generation, kind, amount, key, team, day, month, at) \
      SELECT n, kinds.column1, 40000000, key, team, :code, :code / 100, at FROM purchases \
      CROSS JOIN (VALUES ('hold'), ('capture')) AS kinds
      """,
    ]
    let balances = ["'gateway'", "'team:' || team", "'key:' || lower(hex(key))"].flatMap { scope in
      [("0", "total"), (":code / 100", "month"), (":code", "day")].map { window, period in
        """
        INSERT INTO balances (scope, window, period, spent, held) \
        SELECT \(scope), \(window), '\(period)', count(*) * 40000000, 0 FROM purchases WHERE \(scope) IS NOT NULL GROUP BY 1, 2 \
        ON CONFLICT (scope, window) DO UPDATE SET spent = spent + excluded.spent
        """
      }
    }
    let purchases = """
      WITH RECURSIVE numbers (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < :count - 1), purchases AS (\
      SELECT :first + i AS n, CAST(printf('%032d', :first + i) AS BLOB) AS content, \
      CAST(printf('%016d', i % \(keys)) AS BLOB) AS key, iif(i % 3 = 0, 'design', NULL) AS team, \
      'acme/model-' || (i % 4) AS model, :midnight + i * 86400000 / :count AS at, :code AS code FROM numbers)

      """
    _ = try await store.writer.write { db, _ in
      for sql in statements + balances {
        try db.execute(
          sql: purchases + sql,
          arguments: ["count": Self.purchases, "first": 1 + day * Self.purchases, "midnight": midnight, "code": code])
      }
    }
  }
}
