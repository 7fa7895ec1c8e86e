import Foundation
import GRDB
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// Details go, and what they add up to stays and can be checked.
@Suite struct RetentionTests {
  private static func fill(_ store: SQLiteStore, seed: UInt64 = 4) async throws {
    var walk = RandomWalk(seed: seed)
    try await walk.run(steps: 600, on: store, owner: Sample.owner)
    for minute in [100, 159, 160, 2000, 2001] as [Int64] {
      for (key, team) in [(Sample.alice, "design"), (Sample.bob, nil)] as [(KeyID, String?)] {
        let kind = UsageCount.Kind(
          minute: minute, day: 20_260_528 + Int32(minute / 1440), key: key, team: team, model: "google/nano-banana",
          outcome: .hit)
        try await store.add([UsageCount(kind, count: 2, saved: Sample.price)])
      }
    }
  }

  /// All that people are shown of money and statistics, besides single minutes and movements.
  private static func sums(_ store: SQLiteStore) async throws -> ([[UsageSum]], [[UsagePoint]], [Balance]) {
    var (sums, points): ([[UsageSum]], [[UsagePoint]]) = ([], [])
    for dimension in UsageQuery.Dimension.allCases { sums.append(try await store.usage(UsageQuery(by: dimension))) }
    for span in [.hours(0..<1_000_000), .days(0...99_991_231)] as [UsageSeriesFilter.Span] {
      points.append(try await store.usageSeries(UsageSeriesFilter(span)))
    }
    return (sums, points, try await store.balances(in: Sample.window))
  }

  private static func closeAll(_ store: SQLiteStore, before moment: Timestamp = .after(100_000_000)) async throws {
    let now = moment + .seconds(86_400)
    while try await store.closeLedger(before: moment, at: now) {}
  }

  @Test func whatAddsUpStays() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        try await Self.fill(store)
        try await store.add([])
        let before = try await Self.sums(store)
        let lines = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM ledger") ?? 0 }
        while try await store.forgetMinutes(before: 160) {}
        try await Self.closeAll(store)
        try await expectClean(store)
        let after = try await Self.sums(store)
        #expect(after.0 == before.0 && after.1 == before.1 && after.2 == before.2)
        let (minutes, left, open, closed) = try await store.read { db in
          (
            try Int64.fetchAll(db, sql: "SELECT DISTINCT minute FROM usage ORDER BY 1"),
            try Int.fetchOne(db, sql: "SELECT count(*) FROM ledger") ?? 0,
            try Int.fetchOne(
              db,
              sql:
                "SELECT count(*) FROM generations WHERE imported_cost IS NULL AND (finished_at IS NULL OR state = 'failed' AND refunded < captured)"
            ) ?? 0,
            try Int.fetchOne(db, sql: "SELECT count(*) FROM generations WHERE closed_at IS NOT NULL") ?? 0
          )
        }
        #expect(minutes == [160, 2000, 2001])
        // Neither too few nor too many: who is not open, and has nothing to come, is closed.
        let all = try await store.read { db in
          try Int.fetchOne(db, sql: "SELECT count(*) FROM generations WHERE imported_cost IS NULL") ?? 0
        }
        #expect(closed == all - open && closed > 20 && left < lines, "\(closed) of \(all), \(left) of \(lines)")
        #expect(open == (try await store.read { try Int.fetchOne($0, sql: "SELECT count(DISTINCT generation) FROM ledger") }))
        // Life goes on.
        try await Self.fill(store, seed: 5)
        try await expectClean(store)
        try await Self.closeAll(store)
        try await expectClean(store)
      }
    }
  }

  /// What was bought later than the moment, or is not over, keeps its movements.
  @Test func onlyWhatIsOverAndOldIsClosed() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let done: [GenerationEvent] = [.submit, Sample.accepted("u"), .succeeded(record: Sample.record, credit: nil)]
        let old = try await store.live(Sample.order(Sample.slot("old")), done).number
        let running = try await store.live(Sample.order(Sample.slot("runs")), [.submit, Sample.accepted("v")]).number
        let unknown = try await store.live(Sample.order(Sample.slot("unknown")), [.submit, .lost(reason: "x")]).number
        let new = try await store.live(
          Sample.order(Sample.slot("new"), at: .after(500)), [.submit, Sample.rejected]
        ).number
        // What is not in the sums by hour and day is not closed either.
        try await Self.closeAll(store, before: .after(400))
        #expect(try await store.entries(of: old).count == 2)
        try await store.add([])
        _ = try await store.writer.write { db, _ in try db.execute(sql: "UPDATE retention SET closed_through = 0") }
        try await Self.closeAll(store, before: .after(400))
        #expect(try await store.entries(of: old).isEmpty)
        for number in [running, unknown, new] { #expect(try await store.entries(of: number).isEmpty == false) }
        try await expectClean(store)
        // A capture of the same hour and key, later.
        try await store.apply([.succeeded(record: Sample.record, credit: nil)], to: running)
        try await expectClean(store)
      }
    }
  }

  /// What was bought before the moment, and was over after it, is closed by a later look.
  @Test func whatEndedLaterIsClosedLater() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let done = GenerationEvent.succeeded(record: Sample.record, credit: nil)
        let quick = try await store.live(Sample.order(Sample.slot("quick")), [.submit, Sample.accepted("u"), done]).number
        let slow = try await store.live(Sample.order(Sample.slot("slow")), [.submit, Sample.accepted("v")]).number
        _ = try await store.record(done, for: slow, at: .after(450))
        try await store.add([])
        try await Self.closeAll(store, before: .after(400))
        #expect(try await store.entries(of: quick).isEmpty)
        #expect(try await store.entries(of: slow).count == 2)
        try await Self.closeAll(store, before: .after(500))
        #expect(try await store.entries(of: slow).isEmpty)
        try await expectClean(store)
      }
    }
  }

  /// One purchase that is still of interest does not keep all that came behind it.
  @Test func whatWasResolvedLateOrBoughtInTheFutureKeepsOnlyItself() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let done = GenerationEvent.succeeded(record: Sample.record, credit: nil)
        let month: Int64 = 30 * 86_400
        let late = try await store.live(Sample.order(Sample.slot("late")), [.submit, Sample.accepted("u")]).number
        let ahead = try await store.live(
          Sample.order(Sample.slot("ahead"), at: .after(400 * month)), [.submit, Sample.accepted("v")]
        ).number
        _ = try await store.record(done, for: ahead, at: .after(400 * month))
        let usual = try await store.live(Sample.order(Sample.slot("usual")), [.submit, Sample.accepted("w"), done]).number
        _ = try await store.record(done, for: late, at: .after(month))
        try await store.add([])
        try await Self.closeAll(store, before: .after(20 * 86_400))
        #expect(try await store.entries(of: usual).isEmpty)
        for number in [late, ahead] { #expect(try await store.entries(of: number).count == 2) }
        try await expectClean(store)
      }
    }
  }

  /// The latest day in which money was held is known although its hold is gone.
  @Test func aDayStaysClosed() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        try await store.live(Sample.order(Sample.slot("a")), [.submit, Sample.rejected])
        try await store.add([])
        try await Self.closeAll(store)
      }
      try await SQLiteStore.withStore(folder: folder) { store async throws in
        #expect(try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM ledger") } == 0)
        #expect(try await store.latestWindow() == Sample.window)
      }
    }
  }

  /// Changes by hand that the database refuses.
  @Test(arguments: [
    "DELETE FROM ledger", "DELETE FROM ledger_closings", "UPDATE generations SET closed_at = 1 WHERE number = 2",
    "UPDATE generations SET closed_at = NULL WHERE number = 1",
  ])
  func nothingElseRemovesAnEntry(_ sql: String) async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        try await Self.closedAndOpen(store)
        await #expect(throws: StoreError.self) { () async throws in try await Self.execute(sql, on: store) }
        try await expectClean(store)
      }
    }
  }

  /// Changes behind the triggers' back, which the rules find.
  @Test(arguments: [
    ("UPDATE ledger_closings SET spent = spent + 1", "closing entry"),
    ("UPDATE ledger_closings SET purchases = 0", "closing entry"),
    ("UPDATE ledger_closings SET spent = spent + 1", "ledger adds up"),
    ("UPDATE ledger_closings SET day = day + 1", "ledger adds up"),
    ("UPDATE ledger_closings SET hour = hour + 1", "sum of an hour or a day"),
    ("UPDATE generations SET captured = captured + 1 WHERE number = 1", "closing entry"),
    ("DELETE FROM retention", "no longer kept"),
    (
      """
      INSERT INTO ledger (generation, kind, amount, key, day, month, at) SELECT 1, 'hold', 1, key, 20260528, 202605, 1 \
      FROM generations WHERE number = 1
      """, "has no entries there"
    ),
  ])
  func damageIsReported(_ sql: String, rule: String) async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let broken = try await Self.brokenRules(of: store, after: sql)
        #expect(broken.contains { $0.contains(rule) }, "\(broken)")
      }
    }
  }

  private static func brokenRules(of store: SQLiteStore, after change: String) async throws -> [String] {
    try await closedAndOpen(store)
    try await execute(change, on: store)
    return try await store.verify().checks.filter { !$0.violations.isEmpty }.map(\.rule)
  }

  private static func execute(_ sql: String, on store: SQLiteStore) async throws {
    try await store.writer.write { db, _ in try db.execute(sql: sql) }
  }

  @Test func aRefundThatComesLateIsBooked() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let failed = try await store.live([.submit, Sample.accepted("a"), .failed(error: "no", credit: nil, refunded: .zero)])
        try await store.add([])
        try await Self.closeAll(store)
        _ = try await store.record(.refunded(Sample.price), for: failed.number, at: .after(100_000_001))
        #expect(try await store.ledger(of: failed.number).map(\.entry.kind) == [.hold, .capture, .refund])
        try await expectClean(store)
      }
    }
  }

  /// g1 is closed, g2 runs.
  private static func closedAndOpen(_ store: SQLiteStore) async throws {
    try await store.live(
      Sample.order(Sample.slot("closed")), [.submit, Sample.accepted("a"), .succeeded(record: Sample.record, credit: nil)])
    try await store.live(Sample.order(Sample.slot("open")), [.submit, Sample.accepted("b")])
    let kind = UsageCount.Kind(minute: 7, day: 20_260_528, key: Sample.alice, team: nil, model: "m", outcome: .hit)
    try await store.add([UsageCount(kind, count: 1)])
    try await closeAll(store)
    #expect(try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM ledger_closings") } == 1)
  }

  /// A database that was made by this version gives free pages back, and one that was made before it leaves them.
  @Test func theFileShrinks() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        #expect(try await store.read { try Int.fetchOne($0, sql: "PRAGMA auto_vacuum") } == 2)
        _ = try await store.writer.write { db, _ in
          try db.execute(
            sql: """
              INSERT INTO charges (class, day, dearest) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
              SELECT hex(randomblob(400)), i, 1 FROM n
              """)
        }
        let full = try await store.figures().databaseBytes
        #expect(try await !store.shrink())
        _ = try await store.writer.write { db, _ in try db.execute(sql: "DELETE FROM charges") }
        var steps = 0
        while try await store.shrink() { steps += 1 }
        #expect(steps > 10)
        #expect(try await store.figures().databaseBytes < full / 2)
        try await expectClean(store)
      }
      try await SchemaFixture.make(11, at: folder + "/old")
      try await SQLiteStore.withStore(folder: folder + "/old") { store async throws in
        #expect(try await store.read { try Int.fetchOne($0, sql: "PRAGMA auto_vacuum") } == 0)
        #expect(try await !store.shrink())
      }
    }
  }
}
