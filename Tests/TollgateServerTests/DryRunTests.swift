import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("Dry runs", .bothLanes)
struct DryRunTests {
  @Test("a dry run and a quote say what would happen, with a team's budget without figures, and buy nothing")
  func quotes() async throws {
    let limits = KeyLimits(budgets: BudgetLimits(day: Money(nanodollars: 1_000_000_000)))
    let declaration = Declaration(
      teams: ["design": BudgetLimits(month: Money(nanodollars: 50_000_000))],
      keys: [TestKey.declared("alice", team: "design", limits: limits)])
    let setup = GatewayUnderTest.Setup {
      $0.access = .keyed(declaration.keys)
      $0.declaration = declaration
    }
    try await GatewayUnderTest.run(setup) { gateway in
      let alice = TestKey.secret(of: "alice")
      let path = gateway.baseURL + "/-/api/quote"
      let dry = try await gateway.create(Body.picture("dry"), headers: ["Tollgate-Dry-Run": "1"], key: alice)
      #expect(dry.status == 200 && dry.code == 0 && dry["Cache-Status"] == "tollgate; fwd=miss")
      let data = try dry.data
      #expect(data["outcome"]?.string == "miss" && data["quote"]?.string == "0.04" && data["job_id"] == nil)
      let budgets = try #require(data["budgets"]?.array)
      #expect(budgets.map { $0["scope"]?.string } == ["key", "team"])
      #expect(budgets[0]["left"]?.string == "1" && budgets[0]["left_after"]?.string == "0.96")
      let shared = try #require(budgets[1].object).members.map(\.name.text)
      #expect(Set(shared) == ["scope", "window", "suffices", "resets_at"])
      let quote = try await GatewayUnderTest.call(.POST, path, key: alice, body: Body.picture("dry"))
      #expect(quote.status == 200)
      #expect(try quote.json == data)
      #expect(gateway.simulator.statistics.creates == 0)

      try await gateway.finished(Body.picture("dry"), key: alice)
      let hit = try await GatewayUnderTest.call(.POST, path, key: alice, body: Body.picture("dry"))
      #expect(try hit.json["outcome"]?.string == "hit" && hit["Cache-Status"] == "tollgate; hit")
      let refused = try await gateway.create(Body.picture("more"), headers: ["Tollgate-Dry-Run": "1"], key: alice)
      #expect(refused.status == 200)
      #expect(try refused.data["error"]?["code"]?.number?.int64 == 40200)
      #expect(gateway.simulator.statistics.creates == 1)

      for (key, body, status) in [("wrong", Body.picture("dry"), 401), (alice, "{", 400)] {
        let problem = try await GatewayUnderTest.call(.POST, path, key: key, body: body)
        #expect(problem.status == status && problem["Content-Type"] == "application/problem+json")
        #expect(try problem.json["status"]?.number?.int64 == Int64(status))
        #expect(try problem.json["detail"]?.string?.isEmpty == false)
        #expect(try problem.json["kind"]?.string == "invalid")
        #expect(try problem.json["title"]?.string?.isEmpty == false)
        #expect(problem["X-Content-Type-Options"] == "nosniff")
      }
    }
  }

  @Test("without keys and without an admin token a quote is the administration's, as all of its paths are")
  func openMode() async throws {
    try await GatewayUnderTest.run { gateway in
      let path = gateway.baseURL + "/-/api/quote"
      let quote = try await GatewayUnderTest.call(.POST, path, body: Body.picture("dry"))
      #expect(quote.status == 200)
      let members = try #require(try quote.json.object).members.map(\.name.text)
      #expect(Set(members) == ["outcome", "quote", "budgets"])
      #expect(try quote.json["quote"]?.string == "0.04")
      let problem = try await GatewayUnderTest.call(.POST, path, body: "{")
      #expect(problem.status == 400)
      #expect(try problem.json["kind"]?.string == "invalid")
      #expect(gateway.simulator.statistics.creates == 0)
    }
  }
}
