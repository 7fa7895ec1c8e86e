import Foundation
import GRDB
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// `verify` is silent about what the store does, and reports what anybody else did to its rows.
@Suite struct VerificationTests {
  @Test(arguments: [1, 2] as [UInt64])
  func aRandomWalkStaysClean(_ seed: UInt64) async throws {
    try await TemporaryFolder.with { folder in
      var walk = RandomWalk(seed: seed)
      for run in 0..<4 {
        try await SQLiteStore.withStore(folder: folder) { store in
          try await walk.run(steps: 800, on: store, owner: OwnerID("run \(run)"))
          try await expectClean(store)
        }
      }
      #expect(walk.bought.count >= 200)
      #expect(walk.applied >= 700)
    }
  }

  /// Changes by hand, and a word of the rule that must notice.
  struct Damage: Sendable, CustomTestStringConvertible {
    let sql: String
    let rule: String
    var testDescription: String { sql }
  }

  private static let unprotect = "DROP TRIGGER ledger_is_never_changed; DROP TRIGGER ledger_is_never_deleted; "

  private static let sumsAddUp = "sum of an hour or a day"
  private static let minutesAddUp = "what their minutes add up to"

  static let damages: [Damage] = [
    Damage(sql: "DROP TRIGGER ledger_is_never_changed", rule: "triggers are those"),
    Damage(sql: "DROP INDEX ledger_one_fate", rule: "triggers are those"),
    Damage(sql: "UPDATE asset_sums SET files = files + 1", rule: "many files are counted"),
    Damage(sql: "UPDATE asset_sums SET bytes = bytes + 1", rule: "many files are counted"),
    Damage(sql: "DELETE FROM asset_sums", rule: "many files are counted"),
    Damage(
      sql: "INSERT INTO generation_uses (generation, key, hits, joined, saved, last_at) VALUES (5, zeroblob(16), 1, 0, 0, 0)",
      rule: "bought or imported is replayed"),
    Damage(sql: "UPDATE generations SET keeps_result = 7 WHERE number = 1", rule: "file is intact"),
    Damage(sql: "DELETE FROM generations WHERE number = 1", rule: "references lead"),
    Damage(
      sql: unprotect + "UPDATE ledger SET amount = amount + 1 WHERE generation = 1 AND kind = 'hold'",
      rule: "exactly one hold"),
    Damage(sql: unprotect + "DELETE FROM ledger WHERE generation = 3 AND kind = 'hold'", rule: "exactly one hold"),
    Damage(
      sql: """
        DROP INDEX ledger_one_hold;
        INSERT INTO ledger (generation, kind, amount, key, team, day, month, at)
        SELECT generation, kind, amount, key, team, day, month, at FROM ledger WHERE kind = 'hold' AND generation = 1
        """, rule: "exactly one hold"),
    Damage(sql: unprotect + "DELETE FROM ledger WHERE kind = 'capture' AND generation = 1", rule: "ends in one capture"),
    Damage(
      sql: """
        INSERT INTO ledger (generation, kind, amount, key, team, day, month, at)
        SELECT generation, 'release', amount, key, team, day, month, at FROM ledger WHERE kind = 'hold' AND generation = 5
        """, rule: "ends in one capture"),
    Damage(sql: "UPDATE generations SET state = 'submitting', captured = NULL WHERE number = 2", rule: "ends in one capture"),
    Damage(sql: "UPDATE generations SET captured = captured + 1 WHERE number = 2", rule: "is the sum of its ledger"),
    Damage(sql: "UPDATE generations SET refunded = refunded - 1 WHERE number = 3", rule: "is the sum of its ledger"),
    Damage(
      sql: """
        INSERT INTO ledger (generation, kind, amount, key, team, day, month, at)
        SELECT generation, 'refund', amount, key, team, day, month, at FROM ledger WHERE kind = 'hold' AND generation = 3
        """, rule: "got back more"),
    Damage(sql: unprotect + "UPDATE ledger SET amount = amount - 1 WHERE kind = 'release'", rule: "gives back the whole"),
    Damage(sql: "UPDATE generations SET hold = hold + 1 WHERE number = 5", rule: "still holds is that"),
    Damage(sql: unprotect + "UPDATE ledger SET key = zeroblob(16) WHERE kind = 'capture'", rule: "window of their hold"),
    Damage(sql: unprotect + "UPDATE ledger SET team = NULL WHERE kind = 'refund'", rule: "window of their hold"),
    Damage(sql: "UPDATE generations SET team = 'other' WHERE number = 1", rule: "labelled with its purchase"),
    Damage(
      sql: unprotect + "UPDATE ledger SET day = 20260401, month = 202604 WHERE generation = 6",
      rule: "none is held on an earlier"),
    Damage(sql: "UPDATE slots SET live = 3 WHERE live = 2", rule: "live purchase is one of that slot"),
    Damage(
      sql: "DROP INDEX slots_by_live; UPDATE slots SET live = 6 WHERE finished = 1", rule: "live purchase is one of that slot"
    ),
    Damage(sql: "UPDATE slots SET finished = 2 WHERE finished = 1", rule: "finished purchase is one of that slot"),
    Damage(sql: "DELETE FROM generation_records", rule: "finished purchase is one of that slot"),
    Damage(sql: "UPDATE slots SET live = NULL WHERE live = 2", rule: "occupies its slot"),
    Damage(
      sql: """
        DROP INDEX slots_by_live;
        INSERT INTO slots (content, scope, variant, live) SELECT content, scope, 'b', live FROM slots WHERE live = 2
        """, rule: "in one slot only"),
    Damage(sql: "UPDATE resends SET old = 2", rule: "what the unknown had asked"),
    Damage(sql: "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'generations'", rule: "above the last"),
    Damage(sql: "DELETE FROM tickets", rule: "a secret for the job ids"),
    Damage(
      sql: "INSERT INTO former_tickets (secret, last_generation, last_serial) VALUES (zeroblob(32), 7, 0)",
      rule: "more than was issued"),
    Damage(
      sql: "INSERT INTO former_tickets (secret, last_generation, last_serial) VALUES (zeroblob(32), 1, 9)",
      rule: "more than was issued"),
    Damage(
      sql: "DROP INDEX generations_by_upstream_id; UPDATE generations SET upstream_id = 'u1' WHERE number = 2",
      rule: "one job of the upstream"),
    Damage(sql: "DELETE FROM generation_bodies WHERE generation = 4", rule: "has its body"),
    Damage(sql: "DELETE FROM generations WHERE number = 5", rule: "entry belongs to a purchase"),
    Damage(
      sql: "UPDATE generations SET content = (SELECT content FROM generations WHERE number = 6) WHERE number = 2",
      rule: "one purchase is live"),
    Damage(sql: "UPDATE balances SET spent = spent + 1 WHERE scope = 'gateway' AND window = 0", rule: "ledger adds up"),
    Damage(sql: "UPDATE balances SET held = held - 1 WHERE scope LIKE 'key:%' AND period = 'day'", rule: "ledger adds up"),
    Damage(sql: "DELETE FROM balances WHERE scope = 'team:design' AND period = 'month'", rule: "ledger adds up"),
    Damage(sql: "INSERT INTO balances VALUES ('team:other', 0, 'total', 1, 0)", rule: "ledger adds up"),
    Damage(sql: "UPDATE callback_counts SET open = open + 1", rule: "many callbacks are counted"),
    Damage(sql: "UPDATE balances SET spent = -1 WHERE scope = 'gateway' AND window = 0", rule: "below zero"),
    Damage(sql: "UPDATE spending_sums SET spent = spent + 1 WHERE scope = 'gateway' AND step = 'day'", rule: sumsAddUp),
    Damage(sql: "UPDATE spending_sums SET held = held - 1 WHERE scope LIKE 'key:%' AND model <> ''", rule: sumsAddUp),
    Damage(sql: "UPDATE spending_sums SET purchases = 9 WHERE scope LIKE 'team:%' AND step = 'hour'", rule: sumsAddUp),
    Damage(sql: "DELETE FROM spending_sums WHERE step = 'hour' AND model = ''", rule: sumsAddUp),
    Damage(sql: "UPDATE generation_hours SET last = 5", rule: "one of the hour"),
    Damage(sql: "DELETE FROM generation_hours", rule: "one of the hour"),
    Damage(sql: "UPDATE spending_progress SET through = through - 1", rule: sumsAddUp),
    Damage(sql: "UPDATE usage_sums SET count = count + 1 WHERE scope = 'gateway' AND step = 'day'", rule: minutesAddUp),
    Damage(sql: "UPDATE usage_sums SET saved = saved - 1 WHERE scope LIKE 'key:%' AND model <> ''", rule: minutesAddUp),
    Damage(sql: "DELETE FROM usage_sums WHERE scope LIKE 'team:%' AND step = 'hour'", rule: minutesAddUp),
    Damage(sql: "UPDATE usage SET saved = saved + 1", rule: minutesAddUp),
    Damage(sql: "DELETE FROM usage", rule: minutesAddUp),
  ]

  @Test(arguments: damages)
  func damageIsReported(_ damage: Damage) async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        try await Self.fill(store)
        try await expectClean(store)
      }
      var configuration = Configuration()
      configuration.foreignKeysEnabled = false
      let raw = try DatabaseQueue(path: folder + "/tollgate.sqlite", configuration: configuration)
      try await raw.write { db in
        try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
        try db.execute(sql: damage.sql)
      }
      try raw.close()
      // Not through `open`, which would make a missing secret again.
      let reader = try DatabaseQueue(path: folder + "/tollgate.sqlite")
      let checks = try await reader.read { try Verification.file($0) + Verification.rules($0).checks }
      let broken = checks.filter { !$0.violations.isEmpty }
      #expect(broken.contains { $0.rule.contains(damage.rule) }, "\(broken)")
      #expect(broken.allSatisfy { $0.violations.count <= 100 })
    }
  }

  /// Amounts are dollars, as people read them.
  @Test(arguments: [
    ("UPDATE generations SET hold = 1 WHERE number = 2", "g2 holds $0.000000001, and the ledger has 1 holds of together $0.04"),
    (
      "UPDATE generations SET captured = 12345678901, refunded = 10 WHERE number = 2",
      "g2 says $12.345678901 captured and $0.00000001 refunded, and the ledger $0.04 and $0"
    ),
    (
      """
      INSERT INTO ledger (generation, kind, amount, key, team, day, month, at)
      SELECT generation, 'refund', 1000000000, key, team, day, month, at FROM ledger WHERE kind = 'hold' AND generation = 3
      """, "g3 captured $0.04 and got back $1.04"
    ),
    (unprotect + "UPDATE ledger SET amount = 30000000 WHERE kind = 'release'", "g4 held $0.04 and released $0.03"),
    ("UPDATE generations SET hold = 50000000 WHERE number = 5", "the ledger still holds $0.08, and the purchases $0.09"),
    (
      "UPDATE balances SET spent = -1, held = 2000000000 WHERE scope = 'gateway' AND window = 0",
      "the balance of gateway in window 0 says $-0.000000001 spent and $2 held"
    ),
    (
      "UPDATE spending_sums SET spent = 1 WHERE scope = 'gateway' AND model = '' AND step = 'day'",
      "the sum of the day 20260528 of gateway says 5 purchases, $0.000000001 spent and $0.08 held, and the ledger 5, $0.08 and $0.08"
    ),
  ])
  func amountsAreDollars(_ sql: String, sentence: String) async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        try await Self.fill(store)
        _ = try await store.writer.write { db, _ in
          try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
          try db.execute(sql: sql)
        }
        let violations = try await store.verify().checks.flatMap(\.violations)
        #expect(violations.contains { $0.hasPrefix(sentence) }, "\(violations)")
      }
    }
  }

  /// g1 succeeded, g2 running, g3 failed and refunded, g4 rejected, g5 unknown, g6 its resend.
  private static func fill(_ store: SQLiteStore) async throws {
    let lives: [[GenerationEvent]] = [
      [.submit, Sample.accepted("u1"), .succeeded(record: Sample.record, credit: nil)],
      [.submit, Sample.accepted("u2")],
      [.submit, Sample.accepted("u3"), .failed(error: "x", credit: nil, refunded: Sample.price)],
      [.submit, Sample.rejected],
      [.submit, .lost(reason: "timeout")],
    ]
    for (index, events) in lives.enumerated() {
      try await store.live(Sample.order(Sample.slot("\(index)"), callback: Sample.callback()), events)
    }
    _ = try await store.buy(Sample.order(Sample.slot("4"), policy: .askedResend))
    // Adds the ledger to its sums, too.
    let kind = UsageCount.Kind(
      minute: 7, day: 20_260_528, key: Sample.alice, team: "design", model: "google/nano-banana", outcome: .hit)
    try await store.add([UsageCount(kind, count: 2, saved: Sample.price)])
  }

  @Test func atMostAHundredViolationsAreNamed() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        _ = try await concurrently(150) { try await store.decide(Sample.order(Sample.slot("\($0)"))) }
        _ = try await store.writer.write { db, _ in try db.execute(sql: "UPDATE generations SET hold = hold + 1") }
        let check = try #require(try await store.verify().checks.first { $0.rule.contains("exactly one hold") })
        #expect(check.checked == 150)
        #expect(check.violations.count == 100)
      }
    }
  }

  @Test func excessAndUnknownAreListed() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        for (index, charge) in [Money.cents(50), .cents(4), .cents(5)].enumerated() {
          try await store.live(
            Sample.order(Sample.slot("\(index)"), priceClass: "\(index)"),
            [.submit, Sample.accepted("u\(index)", .stated(charge))])
        }
        for name in ["3", "4"] {
          try await store.live(Sample.order(Sample.slot(name), at: .after(7)), [.submit, .lost(reason: "timeout")])
        }
        let report = try await store.verify()
        #expect(report.isClean)
        let model = "google/nano-banana"
        #expect(
          report.excess
            == .init(
              count: 2, sum: .cents(47), oldest: Sample.start,
              newest: ["g3 of \(model) held $0.04 and was charged $0.05", "g1 of \(model) held $0.04 and was charged $0.5"]))
        #expect(
          report.unknown
            == .init(
              count: 2, sum: .cents(8), oldest: .after(7),
              newest: ["g5 of \(model) holds $0.04: timeout", "g4 of \(model) holds $0.04: timeout"]))
      }
    }
  }

  @Test func theLedgerIsAppendOnly() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        _ = try await store.buy()
        for sql in ["UPDATE ledger SET amount = 0", "DELETE FROM ledger"] {
          await #expect(throws: StoreError.self) { try await store.writer.write { db, _ in try db.execute(sql: sql) } }
        }
        try await expectClean(store)
      }
    }
  }

  @Test func aResendSaysWhoAndWhen() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        for (name, policy) in [("a", CachePolicy.askedResend), ("b", .configuredResend)] {
          let slot = Sample.slot(name)
          try await store.live(Sample.order(slot), [.submit, .lost(reason: "timeout")])
          _ = try await store.buy(Sample.order(slot, policy: policy, key: Sample.bob, at: .after(77)))
        }
        let rows = try await store.pool.read { db in
          try String.fetchAll(
            db,
            sql: "SELECT printf('g%d for g%d, %s, %s, %d', new, old, kind, hex(authorised_by), at) FROM resends ORDER BY new")
        }
        let bob = Sample.bob.hex.uppercased()
        let at = Timestamp.after(77).millisecondsSince1970
        #expect(rows == ["g2 for g1, asked, \(bob), \(at)", "g4 for g3, configured, \(bob), \(at)"])
      }
    }
  }
}
