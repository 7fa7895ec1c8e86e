import GRDB
import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// What every purchase does takes no longer in a large database than in a small one.
@Suite struct QueryPlanTests {
  @Test func noStatementOfAPurchaseReadsAWholeTable() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let seen = NIOLockedValueBox(Set<String>())
        try await store.pool.writeWithoutTransaction { db in
          db.trace { event in
            let sql = event.expandedDescription
            _ = seen.withLockedValue { $0.insert(sql) }
          }
        }
        let running: [GenerationEvent] = [.submit, Sample.accepted("u")]
        let order = Sample.order(maximumRunningOfKey: 9, maximumRunning: 9)
        try await store.live(order, running + [.succeeded(record: Sample.record, credit: nil)])
        _ = try await store.decide(Sample.order(callback: Sample.callback()))
        let due = try await store.takeCallbacks(CallbackTake(at: .after(9), leasedUntil: .after(60), limit: 9, room: 9))
        try await store.settle(due.callbacks.map { CallbackSettlement($0, .delivered(status: 200), at: .after(9)) })
        _ = try await store.nextCallback(after: .after(9))
        _ = try await store.removeCallbacks(endedBefore: .after(99), limit: 9)
        try await store.live(Sample.order(Sample.slot("2")), [.submit, .lost(reason: "x")])
        _ = try await store.buy(Sample.order(Sample.slot("2"), policy: .askedResend))
        // A declaration is no purchase.
        let soFar = seen.withLockedValue { $0 }
        try await store.declare(BudgetPlan(alice: BudgetLimits(day: .zero)))
        seen.withLockedValue { $0 = soFar }
        _ = try await store.decide(Sample.order(Sample.slot("3")))
        try await store.pool.writeWithoutTransaction { db in db.trace() }

        let statements = seen.withLockedValue { $0 }.filter { sql in
          ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) }
        }
        #expect(statements.count > 20)
        let scans = try await store.pool.read { db in
          try statements.flatMap { sql in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { try $0.decode(String.self, atIndex: 3) }
              .filter(Self.isScan).map { $0 + " in " + sql }
          }
        }
        #expect(scans == [])
        // SQLite builds a b-tree for each IN of several constants in a CHECK or an index, whenever it looks at it.
        let changes = statements.filter { $0.hasPrefix("UPDATE generations") || $0.hasPrefix("INSERT INTO generations ") }
        #expect(changes.count >= 4)
        let builds = try await store.pool.read { db in
          try changes.filter { sql in
            try Row.fetchAll(db, sql: "EXPLAIN " + sql).contains { try $0.decode(String.self, atIndex: 1) == "OpenEphemeral" }
          }
        }
        #expect(builds == [])
      }
    }
  }

  /// The latest window is asked for with every quote; it is found at once also where very many charges came after the last hold.
  @Test func theLatestWindowIsFoundByTheIndexOfHolds() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        _ = try await store.buy(Sample.order(window: .day(20_260_529)))
        try await store.live(Sample.order(Sample.slot("2"), window: .day(20_260_530)), [.submit, Sample.accepted("u")])
        let seen = NIOLockedValueBox("")
        let (window, plan) = try await store.pool.writeWithoutTransaction { db in
          db.trace { event in
            let sql = event.expandedDescription
            seen.withLockedValue { $0 = sql }
          }
          let window = try LedgerTable.latestWindow(db)
          db.trace()
          let sql = "EXPLAIN QUERY PLAN " + seen.withLockedValue { $0 }
          return (window, try Row.fetchAll(db, sql: sql).map { try $0.decode(String.self, atIndex: 3) })
        }
        #expect(window == .day(20_260_530))
        #expect(plan.count == 1 && plan.allSatisfy { $0.contains("ledger_one_hold") }, "\(plan)")
      }
    }
  }

  /// The steps of what is read last in `body`.
  private func plan(_ store: SQLiteStore, _ body: @escaping @Sendable (Database) throws -> Void) async throws -> [String] {
    let seen = NIOLockedValueBox("")
    return try await store.pool.writeWithoutTransaction { db in
      db.trace { event in
        let sql = event.expandedDescription
        seen.withLockedValue { $0 = sql }
      }
      try body(db)
      db.trace()
      return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + seen.withLockedValue { $0 })
        .map { try $0.decode(String.self, atIndex: 3) }
    }
  }

  /// Each page begins where the last one ended, instead of looking for that place from the newest on.
  @Test func aPageOfResultsAndOneResultAreFoundByTheirNumbers() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        try await store.finished("a fox", id: "u")
        let number = try #require(GenerationNumber(5))
        let cases: [(change: @Sendable (inout ResultFilter) -> Void, step: String)] = [
          ({ $0.before = number }, "SEARCH generations USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
          ({ $0.number = GenerationNumber(1) }, "SEARCH generations USING INTEGER PRIMARY KEY (rowid=?)"),
          ({ $0.content = Sample.slot("a fox").content }, "SEARCH slots USING PRIMARY KEY (content=?)"),
          ({ $0.isPinned = true }, "INDEX generations_pinned ("),
          ({ $0.models = ModelPattern("acme/none") }, "generations_by_model (model=? AND number>? AND number<?)"),
          (
            { ($0.key, $0.models) = (Sample.alice, ModelPattern("google/*")) },
            "generations_by_key (key=? AND team=? AND model=? AND number>? AND number<?)"
          ),
        ]
        for (change, step) in cases {
          var filter = ResultFilter()
          change(&filter)
          let wanted = filter
          let statements = try await seen(store) { _ = try ResultTable.list(wanted, $0) }
          let sql = try #require(statements.last { $0.contains("LIMIT") })
          let steps = try await plan(store, of: sql)
          #expect(steps.first?.contains(step) == true, "\(steps) of \(sql)")
          // What is known of each is read by its number.
          guard let details = statements.first(where: { $0.contains("prompts") }) else { continue }
          let scans = try await plan(store, of: details).filter { $0.hasPrefix("SCAN ") && !$0.contains("json_each") }
          #expect(scans == [], "\(details)")
        }
      }
    }
  }

  /// What each list of purchases begins with, and that it is in order already.
  @Test func aPageOfPurchasesIsReadFromOneIndex() async throws {
    let cases: [(change: @Sendable (inout GenerationFilter) -> Void, step: String)] = [
      ({ _ in }, "SEARCH generations USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
      ({ $0.states = [.succeeded] }, "SEARCH generations USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
      ({ $0.models = ModelPattern("*") }, "SEARCH generations USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
      (
        { $0.states = [.failed] },
        "SEARCH generations USING COVERING INDEX generations_by_state (state=? AND rowid>? AND rowid<?)"
      ),
      (
        { $0.key = Sample.alice },
        "COVERING INDEX generations_by_key (key=? AND team=? AND model=? AND number>? AND number<?)"
      ),
      (
        { ($0.key, $0.models, $0.team) = (Sample.alice, ModelPattern("google/*"), "design") },
        "COVERING INDEX generations_by_key (key=? AND team=? AND model=? AND number>? AND number<?)"
      ),
      (
        { ($0.key, $0.models, $0.until) = (Sample.alice, ModelPattern("acme/never-bought"), .after(9)) },
        "COVERING INDEX generations_by_key (key=? AND team=? AND model=? AND number>? AND number<?)"
      ),
      ({ $0.team = "design" }, "COVERING INDEX generations_by_team (team=? AND model=? AND number>? AND number<?)"),
      (
        { ($0.team, $0.models) = ("design", ModelPattern("google/nano-banana")) },
        "COVERING INDEX generations_by_team (team=? AND model=? AND number>? AND number<?)"
      ),
      ({ $0.models = ModelPattern("google/nano-banana") }, "generations_by_model (model=? AND number>? AND number<?)"),
      (
        { ($0.models, $0.since) = (ModelPattern("google/*"), .after(-9)) },
        "generations_by_model (model=? AND number>? AND number<?)"
      ),
      ({ $0.search = SearchWords("fox") }, "SCAN prompt_words VIRTUAL TABLE"),
    ]
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        try await store.live(Sample.order(body: #"{"args":{"prompt":"fox"}}"#), [.submit, Sample.accepted("u")])
        for (change, step) in cases {
          var filter = GenerationFilter()
          change(&filter)
          filter.limit = 1
          let wanted = filter
          let statements = try await seen(store) { _ = try GenerationTable.list(wanted, $0) }
          let sql = try #require(statements.last { $0.contains("LIMIT") })
          let steps = try await plan(store, of: sql)
          #expect(steps.first?.contains(step) == true, "\(steps) of \(sql)")
          #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(steps) of \(sql)")
        }
      }
    }
  }

  /// None of the other questions of people reads what is large from end to end, or sorts it.
  @Test func whatPeopleLookAtIsFoundByIndexes() async throws {
    let range = UsageSeriesFilter.Span.hours(1..<9)
    let (one, another) = (try #require(GenerationNumber(1)), try #require(GenerationNumber(2)))
    let reads: [@Sendable (Database) throws -> Void] =
      UsageQuery.Dimension.allCases.map { dimension in { _ = try UsageTable.sums(UsageQuery(by: dimension), $0) } } + [
        { _ = try UsageTable.series(UsageSeriesFilter(range), $0) },
        { _ = try UsageTable.series(UsageSeriesFilter(range, of: .team("design"), models: ModelPattern("google/*")), $0) },
        { _ = try UsageTable.series(UsageSeriesFilter(.days(20_260_501...20_260_531), of: .key(Sample.alice)), $0) },
        { _ = try UsageTable.series(UsageSeriesFilter(.minutes(1..<9), models: ModelPattern("google/*")), $0) },
        { _ = try LedgerTable.list(LedgerFilter(), $0) },
        { db in for kind in LedgerEntry.Kind.allCases { _ = try LedgerTable.list(ledger { $0.kind = kind }, db) } },
        { _ = try LedgerTable.list(ledger { $0.key = Sample.alice }, $0) },
        { _ = try LedgerTable.list(ledger { $0.team = "design" }, $0) },
        { _ = try LedgerTable.list(ledger { ($0.day, $0.key, $0.team) = (20_260_501, Sample.alice, "design") }, $0) },
        { _ = try SpendingTable.unfolded($0) }, { try SpendingTable.fold($0) },
        { _ = try UseTable.sums(of: [one, another], $0) }, { _ = try UseTable.uses(of: one, limit: 9, $0) },
        { _ = try FigureTable.figures($0) }, { _ = try AssetTable.list(before: nil, limit: 9, $0) },
        { _ = try AssetTable.naming(of: AssetID(hashing: [1]), limit: 9, $0) },
        { _ = try FileTable.first(8, ofEach: [one, another], $0) },
      ]
    @Sendable func ledger(_ change: (inout LedgerFilter) -> Void) -> LedgerFilter {
      var filter = LedgerFilter()
      filter.before = 9
      change(&filter)
      return filter
    }
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        try await store.live([.submit, Sample.accepted("u")])
        for read in reads {
          for sql in try await seen(store, read) {
            let steps = try await plan(store, of: sql)
            let scans = steps.filter { step in
              let tables = [
                "generations", "ledger", "usage", "usage_sums", "spending_sums", "entry", "hold", "assets", "files",
                "generation_uses",
              ]
              return tables.contains { step == "SCAN \($0)" || step.hasPrefix("SCAN \($0) ") }
            }
            #expect(scans == [], "\(sql)")
            if sql.contains("ORDER BY id DESC") { #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(sql)") }
          }
        }
        // The index of what has not succeeded is all that is read.
        let counting = try await seen(store) { _ = try GenerationTable.counts($0) }
        #expect(
          try await plan(store, of: #require(counting.last)) == ["SCAN generations USING COVERING INDEX generations_by_state"])
        // What is unknown is found by the same index, and few rows are looked at.
        let unknown = try await seen(store) { _ = try GenerationTable.unknown($0) }
        #expect(
          try await plan(store, of: #require(unknown.last)) == ["SEARCH generations USING INDEX generations_by_state (state=?)"]
        )
        // What runs is still counted by its own small index.
        let running = try await seen(store) { _ = try GenerationTable.runningCount(of: Sample.alice, limit: 9, $0) }
        let steps = try await plan(store, of: #require(running.last))
        #expect(steps.contains { $0.contains("generations_running") }, "\(steps)")
      }
    }
  }

  /// What a body asks for, in the order in which it does.
  private func seen(
    _ store: SQLiteStore, _ body: @escaping @Sendable (Database) throws -> Void
  ) async throws -> [String] {
    let seen = NIOLockedValueBox<[String]>([])
    try await store.pool.writeWithoutTransaction { db in
      db.trace { event in
        let sql = event.expandedDescription
        seen.withLockedValue { $0.append(sql) }
      }
      try body(db)
      db.trace()
    }
    return seen.withLockedValue { $0 }.filter { sql in
      ["SELECT", "WITH", "INSERT", "UPDATE"].contains { sql.hasPrefix($0) }
    }
  }

  private func plan(_ store: SQLiteStore, of sql: String) async throws -> [String] {
    try await store.pool.read { db in
      try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { try $0.decode(String.self, atIndex: 3) }
    }
  }

  @Test func whatMayBeEvictedIsLookedForFromWhereTheLastPageEnded() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let blob = Blob(id: AssetID(hashing: [1]), size: 1, type: .png)
        let last = Asset(blob: blob, isStored: true, usedAt: .after(5))
        let steps = try await plan(store) { _ = try AssetTable.evictable(unusedSince: .after(9), after: last, limit: 9, $0) }
        #expect(steps.contains("SEARCH assets USING INDEX assets_by_use (used_at>? AND used_at<?)"), "\(steps)")
        #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(steps)")
      }
    }
  }

  /// Whether a step of a plan reads a table from end to end. The index of what runs has few rows.
  private static func isScan(_ step: String) -> Bool {
    step.hasPrefix("SCAN ") && !["CONSTANT ROW", "generations_running", "(subquery"].contains { step.contains($0) }
  }
}
