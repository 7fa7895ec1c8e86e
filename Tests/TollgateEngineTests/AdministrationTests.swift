import Foundation
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("The people who run the gateway see its money and change its limits")
struct AdministrationTests {
  private static let price = Money(nanodollars: 40_000_000)

  @Test("a changed limit counts from the next request on, and takes nothing back")
  func changedLimits() async throws {
    try await EngineHarness.run { harness in
      let administration = harness.engine.administration
      let created = try await administration.createKey(NewKey(name: "alice", limits: Self.day(Self.price)))
      func alice() throws -> Caller { try harness.gateway.caller(bearer: created.secret) }
      _ = try await harness.create("one", from: try alice())
      await #expect(throws: GatewayError.self) { try await harness.create("two", from: try alice()) }

      let changed = try await administration.changeKey(named: "alice", KeyChange(limits: Self.running(3)))
      #expect(changed.limits == KeyLimits(budgets: BudgetLimits(day: Self.price), maximumRunning: 3))
      #expect(try alice().key.limits == changed.limits)
      await #expect(throws: GatewayError.self) { try await harness.create("two", from: try alice()) }

      _ = try await administration.changeKey(named: "alice", KeyChange(limits: Self.day(nil)))
      _ = try await harness.create("two", from: try alice())
      _ = try await administration.changeKey(named: "alice", KeyChange(limits: Self.day(.zero)))
      let budget = try #require(try await administration.budgets().first)
      #expect(budget.spent + budget.held == Self.price + Self.price && budget.left == .zero)
    }
  }

  @Test("changes of one key at the same time all count: none undoes what another has set")
  func changesAtOnce() async throws {
    try await EngineHarness.run { harness in
      let administration = harness.engine.administration
      _ = try await administration.createKey(NewKey(name: "alice"))
      for round in 1...10 {
        var changes = [LimitChange](repeating: LimitChange(), count: 6)
        for (place, period) in BudgetPeriod.allCases.enumerated() {
          changes[place].budgets[period] = .set(Money(nanodollars: Int64(round * 10 + place)))
        }
        changes[3].createsPerMinute = .set(round)
        changes[4].generationsPerMinute = .set(round + 1)
        changes[5].maximumRunning = .set(round + 2)
        try await withThrowingTaskGroup(of: Void.self) { group in
          for change in changes {
            group.addTask { _ = try await administration.changeKey(named: "alice", KeyChange(limits: change)) }
          }
          try await group.waitForAll()
        }
        let expected = changes.reduce(KeyLimits()) { limits, change in change.applied(to: limits) }
        #expect(try await administration.key(named: "alice").limits == expected)
      }
    }
  }

  @Test("a key of which it is said that it is revoked already is let in no more")
  func revokedAlready() async throws {
    try await EngineHarness.run { harness in
      let administration = harness.engine.administration
      let created = try await administration.createKey(NewKey(name: "alice"))
      _ = try await administration.createKey(NewKey(name: "bob"))
      // As where the keys could not be read after the revocation.
      #expect(try await harness.store.revokeKey(named: "alice", at: SystemTimeSource().now()))
      _ = try harness.gateway.caller(bearer: created.secret)
      await #expect(throws: AdministrationError.self) { try await administration.revokeKey(named: "alice") }
      #expect(throws: GatewayError.self) { try harness.gateway.caller(bearer: created.secret) }
    }
  }

  @Test("what cannot be changed is refused with a reason")
  func refusedChanges() async throws {
    try await EngineHarness.run(keys: [TestKey.declared("bob")]) { harness in
      let administration = harness.engine.administration
      _ = try await administration.createKey(NewKey(name: "carol"))
      try await administration.revokeKey(named: "carol")
      _ = try await administration.createKey(NewKey(name: "dave"))
      let cases: [(String, LimitChange, AdministrationError.Kind)] = [
        ("alice", Self.running(1), .notFound), ("bob", Self.running(1), .conflict), ("carol", Self.running(1), .conflict),
        ("dave", LimitChange(), .invalid), ("dave", Self.running(0), .invalid),
      ]
      for (name, change, kind) in cases {
        do throws(AdministrationError) {
          _ = try await administration.changeKey(named: name, KeyChange(limits: change))
          Issue.record("\(name) was changed")
        } catch {
          #expect(error.kind == kind, "\(name): \(error)")
        }
      }
      await #expect(throws: AdministrationError.self) {
        try await administration.createKey(NewKey(name: "erin", limits: Self.running(0)))
      }
    }
  }

  @Test("budgets are listed from the widest circle to the narrowest, the shortest period first, and say when they reset")
  func budgets() async throws {
    var policy = EngineHarness.quickPolicy
    policy.timeZone = try #require(TimeZone(identifier: "Europe/Berlin"))
    let time = ManualTime()
    try await EngineHarness.run(policy: policy, keys: [TestKey.declared("zoe")], time: time) { harness in
      let limits = BudgetLimits(total: Money("9"), month: Money("6"), day: Money("3"))
      try await harness.store.declare(
        Declaration(budgets: limits, teams: ["design": BudgetLimits(month: Money("2"))], keys: [TestKey.declared("zoe")]),
        at: time.now())
      let administration = harness.engine.administration
      _ = try await administration.createKey(NewKey(name: "alice", team: "design", limits: Self.day(Money("1"))))
      _ = try await administration.createKey(NewKey(name: "gone", limits: Self.day(Money("1"))))
      try await administration.revokeKey(named: "gone")

      let budgets = try await administration.budgets()
      #expect(budgets.map(\.owner) == [.gateway, .gateway, .gateway, .team, .key])
      #expect(budgets.map(\.period) == [.day, .month, .total, .month, .day])
      #expect(budgets.map(\.name) == [nil, nil, nil, "design", "alice"])
      // 2026-03-30 20:37 in Berlin, a day after the clocks went forward.
      #expect(
        budgets.map { $0.resetsAt?.description } == [
          "2026-03-30T22:00:00.000Z", "2026-03-31T22:00:00.000Z", nil, "2026-03-31T22:00:00.000Z", "2026-03-30T22:00:00.000Z",
        ])
    }
  }

  @Test(
    "a series has a point for every day of the gateway's time zone, also where clocks change, and for every hour and minute")
  func series() async throws {
    var policy = EngineHarness.quickPolicy
    policy.timeZone = try #require(TimeZone(identifier: "Europe/Berlin"))
    let time = ManualTime()
    try await EngineHarness.run(policy: policy, time: time) { harness in
      _ = try await harness.create()
      let administration = harness.engine.administration
      // 2026-03-30 20:37 in Berlin, a day after the clocks went forward.
      var query = UsageSeriesQuery(by: .day)
      query.since = Timestamp(millisecondsSince1970: 1_774_656_000_000)  // 2026-03-28T00:00:00Z
      let days = try await administration.usageSeries(query).points
      #expect(
        days.map(\.start.description) == [
          "2026-03-27T23:00:00.000Z", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z",
        ])
      #expect(days.map(\.spent) == [.zero, .zero, Self.price])
      for (step, count, start) in [
        (.minute, 60, "2026-03-30T18:37:00.000Z"), (.hour, 24, "2026-03-30T18:00:00.000Z"),
        (.day, 30, "2026-03-29T22:00:00.000Z"),
      ] as [(UsageSeriesQuery.Step, Int, String)] {
        let points = try await administration.usageSeries(UsageSeriesQuery(by: step)).points
        #expect(points.count == count && points.last?.start.description == start)
        #expect(points.last?.spent == Self.price && points.dropLast().allSatisfy { $0.spent == .zero })
      }
    }
  }

  @Test("a clock that went back still shows the window in which purchases are held")
  func clockThatWentBack() async throws {
    let folder = TemporaryFolder()
    let time = ManualTime()
    time.advance(by: .seconds(86_400))
    try await EngineHarness.run(folder: folder.path, time: time) { harness in
      let created = try await harness.engine.administration.createKey(NewKey(name: "alice", limits: Self.day(Money("1"))))
      _ = try await harness.create("one", from: try harness.gateway.caller(bearer: created.secret))
    }
    try await EngineHarness.run(folder: folder.path, time: ManualTime()) { harness in
      let budget = try #require(try await harness.engine.administration.budgets().first)
      #expect(budget.spent + budget.held == Self.price)
      #expect(budget.resetsAt?.description == "2026-04-01T00:00:00.000Z")
    }
  }

  @Test("usage names keys, and refuses days in the wrong order")
  func usage() async throws {
    try await EngineHarness.run(time: ManualTime()) { harness in
      _ = try await harness.create("one")
      let administration = harness.engine.administration
      let created = try await administration.createKey(NewKey(name: "alice"))
      _ = try await harness.create("two", from: try harness.gateway.caller(bearer: created.secret))
      let report = try await administration.usage(UsageQuery(by: .key))
      #expect(report.rows.map(\.name) == ["alice", "local"])
      #expect(report.rows.map { $0.spent + $0.held } == [Self.price, Self.price])
      #expect(try await administration.usage(UsageQuery(by: .day, lastDay: 2026_03_29)).rows.isEmpty)
      #expect(try await administration.usage(UsageQuery(by: .day, firstDay: 2026_03_30)).rows.map(\.name) == ["2026-03-30"])
      await #expect(throws: AdministrationError.self) {
        try await administration.usage(UsageQuery(firstDay: 2026_03_30, lastDay: 2026_03_29))
      }
    }
  }

  private static func day(_ amount: Money?) -> LimitChange {
    var change = LimitChange()
    change.budgets = [.day: .set(amount)]
    return change
  }

  private static func running(_ number: Int) -> LimitChange {
    var change = LimitChange()
    change.maximumRunning = .set(number)
    return change
  }
}
