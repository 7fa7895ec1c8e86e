import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("Teams are made, limited and left without the file")
struct TeamTests {
  private static let price = Money(nanodollars: 40_000_000)

  @Test("a team shows what its keys spent together, and its budgets bind them from the next purchase on")
  func budgets() async throws {
    try await EngineHarness.run(time: ManualTime()) { harness in
      let administration = harness.engine.administration
      let created = try await administration.createTeam(NewTeam(name: "design", budgets: [.day: .set(Self.price)]))
      #expect(created.origin == .created && created.keys == 0 && created.budgets == BudgetLimits(day: Self.price))
      #expect(created.balances.map(\.period) == [.day, .month, .total])
      #expect(created.balances.map(\.left) == [Self.price, nil, nil])
      #expect(
        created.balances.map { $0.resetsAt?.description } == ["2026-03-31T00:00:00.000Z", "2026-04-01T00:00:00.000Z", nil])
      let alice = try await caller("alice", team: "design", harness)
      let bob = try await caller("bob", team: "design", harness)
      _ = try await harness.create("one", from: alice)
      await #expect(throws: GatewayError.self) { try await harness.create("two", from: bob) }
      let changed = try await administration.changeTeam(
        named: "design", TeamChange(budgets: [.day: .set(nil), .total: .set(Self.price + Self.price)]))
      #expect(changed.keys == 2 && changed.budgets == BudgetLimits(total: Self.price + Self.price))
      _ = try await harness.create("two", from: bob)
      let team = try await administration.team(named: "design")
      #expect(team.balances.map { $0.spent + $0.held } == Array(repeating: Self.price + Self.price, count: 3))
      #expect(team.balances.map(\.left) == [nil, nil, .zero])
    }
  }

  @Test("a key's team, models, mode and expiry change from its next request on")
  func changedKey() async throws {
    let time = ManualTime()
    try await EngineHarness.run(time: time) { harness in
      let administration = harness.engine.administration
      let created = try await administration.createKey(NewKey(name: "alice"))
      func alice() throws -> Caller { try harness.gateway.caller(bearer: created.secret) }
      _ = try await administration.createTeam(NewTeam(name: "design"))
      var change = KeyChange()
      change.team = .set("design")
      change.replayOnly = .set(true)
      change.expiresAt = .set(time.now() + .seconds(60))
      let changed = try await administration.changeKey(named: "alice", change)
      #expect(changed.team == "design" && changed.replayOnly && changed.expiresAt == time.now() + .seconds(60))
      #expect(try alice().key.team == "design")
      await #expect(throws: GatewayError.notCached) { try await harness.create(from: try alice()) }
      change = KeyChange()
      change.replayOnly = .set(nil)
      change.models = .set([try ModelPattern(written: "acme/*")])
      _ = try await administration.changeKey(named: "alice", change)
      await #expect(throws: GatewayError.modelForbidden("google/nano-banana-2/text-to-image")) {
        try await harness.create(from: try alice())
      }
      change = KeyChange()
      change.models = .set(nil)
      _ = try await administration.changeKey(named: "alice", change)
      _ = try await harness.create(from: try alice())
      #expect(try await administration.team(named: "design").balances.last.map { $0.spent + $0.held } == Self.price)
      time.advance(by: .seconds(60))
      #expect(throws: GatewayError.self) { try alice() }
      // Who has expired may be let in again.
      change = KeyChange()
      change.expiresAt = .set(nil)
      _ = try await administration.changeKey(named: "alice", change)
      _ = try alice()
    }
  }

  @Test("what runs when its key changes teams is charged to the team that it was held for")
  func movedWhileRunning() async throws {
    try await EngineHarness.run { harness in
      let answers = Gate()
      harness.upstream.accept(after: answers)
      let administration = harness.engine.administration
      for team in ["design", "video"] { _ = try await administration.createTeam(NewTeam(name: team)) }
      let alice = try await caller("alice", team: "design", harness)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await harness.create("one", from: alice) }
        try await eventually("the purchase under way", holds: { harness.upstream.sent.count == 1 })
        var change = KeyChange()
        change.team = .set("video")
        _ = try await administration.changeKey(named: "alice", change)
        await answers.open()
        try await group.waitForAll()
      }
      let totals = try await administration.teams().map { $0.balances.last?.spent }
      #expect(totals == [Self.price, .zero])
      // A team is left for good when its last key is.
      try await administration.removeTeam(named: "design")
      #expect(try await administration.usage(UsageQuery(by: .team)).rows.contains { $0.name == "design" })
    }
  }

  @Test("what cannot be done with a team is refused with a reason")
  func refused() async throws {
    let declaration = Declaration(teams: ["file": BudgetLimits()])
    try await EngineHarness.run(declaration: declaration) { harness in
      let administration = harness.engine.administration
      administration.declared.teams = ["file": "gateway.yaml:12"]
      _ = try await caller("alice", team: "design", harness)
      let some: BudgetSteps = [.day: .set(Self.price)]
      let calls: [(String, AdministrationError.Kind, @Sendable (LocalAdministration) async throws -> Void)] = [
        ("gateway.yaml:12", .conflict, { _ = try await $0.createTeam(NewTeam(name: "file")) }),
        ("gateway.yaml:12", .conflict, { _ = try await $0.changeTeam(named: "file", TeamChange(budgets: some)) }),
        ("gateway.yaml:12", .conflict, { try await $0.removeTeam(named: "file") }),
        ("already", .conflict, { _ = try await $0.createTeam(NewTeam(name: "design")) }),
        ("alice", .conflict, { try await $0.removeTeam(named: "design") }),
        ("nobody", .notFound, { try await $0.removeTeam(named: "nobody") }),
        ("nobody", .notFound, { _ = try await $0.changeTeam(named: "nobody", TeamChange(budgets: some)) }),
        ("Nothing", .invalid, { _ = try await $0.changeTeam(named: "design", TeamChange(budgets: [:])) }),
        ("64", .invalid, { _ = try await $0.createTeam(NewTeam(name: "a b")) }),
        ("not only dots", .invalid, { _ = try await $0.createTeam(NewTeam(name: "..")) }),
        ("not only dots", .invalid, { _ = try await $0.createKey(NewKey(name: ".")) }),
        ("64", .invalid, { _ = try await $0.createKey(NewKey(name: "bob", team: "a b")) }),
        ("from 0", .invalid, { _ = try await $0.createTeam(NewTeam(name: "x", budgets: [.day: .set(.zero - Self.price)])) }),
        ("teams create art", .conflict, { _ = try await $0.createKey(NewKey(name: "bob", team: "art")) }),
        (
          "teams create art", .conflict,
          {
            var change = KeyChange()
            change.team = .set("art")
            _ = try await $0.changeKey(named: "alice", change)
          }
        ),
      ]
      for (word, kind, call) in calls {
        let administration = administration
        await #expect {
          try await call(administration)
        } throws: { error in
          guard let error = error as? AdministrationError else { return false }
          return error.kind == kind && error.description.contains(word)
        }
      }
      #expect(try await administration.teams().map(\.name) == ["design", "file"])
      #expect(try await administration.team(named: "file").origin == .declared)
    }
  }

  private func caller(_ name: String, team: String, _ harness: EngineHarness) async throws -> Caller {
    let administration = harness.engine.administration
    if try await !administration.teams().contains(where: { $0.name == team }) {
      _ = try await administration.createTeam(NewTeam(name: team))
    }
    let created = try await administration.createKey(NewKey(name: name, team: team))
    return try harness.gateway.caller(bearer: created.secret)
  }
}
