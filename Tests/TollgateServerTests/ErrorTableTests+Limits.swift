import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

// The rows that are about budgets and rates.
extension ErrorTableTests {
  private static let price = Money(nanodollars: 40_000_000)

  @Test("402/40200: a key's own budget is refused with all figures, and with what to do")
  func ownBudget() async throws {
    var limits = KeyLimits()
    limits.budgets.total = Money(nanodollars: 50_000_000)
    let keys = [TestKey.declared("alice", limits: limits)]
    try await GatewayUnderTest.run(.init { $0.access = .keyed(keys) }) { gateway in
      let alice = TestKey.secret(of: "alice")
      try await gateway.finished(Body.picture("the only one"), key: alice)
      let reply = try await gateway.create(Body.picture("one more"), key: alice)
      reply.expectError(402, 40200)
      let sentence = try reply.json["info"]?.string ?? ""
      for part in ["this key's limit is $0.05 in total", "$0.01 is left", "needs $0.04", "Nothing was bought", "Ask whoever"] {
        #expect(sentence.contains(part), "\(part): \(sentence)")
      }
      #expect(reply["Tollgate-Charged"] == nil)
      #expect(try await gateway.created(Body.picture("the only one"), key: alice)["Cache-Status"] == "tollgate; hit")
    }
  }

  @Test("402/40200: to a key a team's and the gateway's budgets come in words, with the end of the window and no figures")
  func sharedBudgets() async throws {
    let tight = Money(nanodollars: 10_000_000)
    let worlds: [(Declaration, String)] = [
      (Declaration(teams: ["design": BudgetLimits(day: tight)]), "The budget of the team design for 20"),
      (Declaration(budgets: BudgetLimits(month: tight)), "The budget of the whole gateway for 20"),
    ]
    for (declared, owner) in worlds {
      var declaration = declared
      declaration.keys = [TestKey.declared("alice", team: "design")]
      try await GatewayUnderTest.run(
        .init {
          $0.access = .keyed(declaration.keys)
          $0.declaration = declaration
        }
      ) { gateway in
        let reply = try await gateway.create(Body.picture("team"), key: TestKey.secret(of: "alice"))
        reply.expectError(402, 40200)
        let sentence = try reply.json["info"]?.string ?? ""
        #expect(sentence.hasPrefix(owner), "\(sentence)")
        #expect(sentence.contains(" until 20") && sentence.contains("Wait until then"), "\(sentence)")
        #expect(!sentence.contains("$"), "\(sentence)")
      }
    }
  }

  @Test("429/42900: creates of any outcome count, the answers say how the limits stand, and queries are never limited")
  func tooManyCreates() async throws {
    let time = ManualTime()
    let keys = [TestKey.declared("alice", limits: KeyLimits(rate: RateLimits(createsPerMinute: 4, generationsPerMinute: 30)))]
    let setup = GatewayUnderTest.Setup {
      $0.access = .keyed(keys)
      $0.time = time
      $0.policy.rate.createsPerMinute = 600
    }
    try await GatewayUnderTest.run(setup) { gateway in
      let alice = TestKey.secret(of: "alice")
      let bodies = [Body.picture("rate"), "{", Body.picture("rate", model: Body.unpricedModel), Body.picture("rate")]
      var replies: [Reply] = []
      for body in bodies { replies.append(try await gateway.create(body, key: alice)) }
      #expect(replies.map(\.status) == [200, 400, 402, 200])
      for (index, reply) in replies.enumerated() {
        #expect(
          reply["RateLimit-Policy"] == #""creates";q=4;w=60, "gateway-creates";q=600;w=60, "generations";q=30;w=60"#)
        #expect(
          reply["RateLimit"]
            == #""creates";r=\#(3 - index);t=\#(15 * (index + 1)), "gateway-creates";r=\#(599 - index);t=1, "generations";r=29;t=2"#
        )
        #expect(reply["Retry-After"] == nil)
      }
      let refused = try await gateway.create(Body.picture("rate"), key: alice)
      refused.expectError(429, 42900)
      #expect(refused["Retry-After"] == "15")
      #expect(refused["RateLimit"]?.hasPrefix(#""creates";r=0;t=60, "gateway-creates";r=596;"#) == true)
      let sentence = try refused.json["info"]?.string ?? ""
      for part in ["This key may send 4 creates a minute", "in 15 s", "keys[].rate.creates_per_minute"] {
        #expect(sentence.contains(part), "\(sentence)")
      }
      for _ in 0..<20 {
        let query = try await gateway.query(try replies[0].jobID, key: alice)
        #expect(query.status == 200 && query["RateLimit"] == nil)
      }
      time.advance(by: .milliseconds(14_500))
      let early = try await gateway.create(Body.picture("rate"), key: alice)
      #expect(early.status == 429 && early["Retry-After"] == "1")
      time.advance(by: .milliseconds(500))
      _ = try await gateway.created(Body.picture("rate"), key: alice)
      let unknown = try await gateway.create(Body.picture("rate"), key: "wrong")
      #expect(unknown.status == 401 && unknown["RateLimit"] == nil)
    }
  }

  @Test("429/42900: only purchases count as generations, and what is refused burns none")
  func tooManyGenerations() async throws {
    let keys = [
      TestKey.declared(
        "alice",
        limits: KeyLimits(budgets: BudgetLimits(total: Self.price + Self.price), rate: RateLimits(generationsPerMinute: 2)))
    ]
    let time = ManualTime()
    let setup = GatewayUnderTest.Setup {
      $0.access = .keyed(keys)
      $0.time = time
    }
    try await GatewayUnderTest.run(setup) { gateway in
      let alice = TestKey.secret(of: "alice")
      _ = try await gateway.created(Body.picture("one"), key: alice)
      for _ in 0..<5 { #expect(try await gateway.created(Body.picture("one"), key: alice)["Tollgate-Charged"] == "0") }
      _ = try await gateway.created(Body.picture("two"), key: alice)
      let reply = try await gateway.create(Body.picture("three"), key: alice)
      // The budget comes first, and is exhausted as well.
      reply.expectError(402, 40200)
      #expect(reply["RateLimit"]?.contains(#""generations";r=0;"#) == true)
    }
    let wide = [TestKey.declared("alice", limits: KeyLimits(rate: RateLimits(generationsPerMinute: 1)))]
    let another = GatewayUnderTest.Setup {
      $0.access = .keyed(wide)
      $0.time = time
    }
    try await GatewayUnderTest.run(another) { gateway in
      let alice = TestKey.secret(of: "alice")
      _ = try await gateway.created(Body.picture("one"), key: alice)
      let reply = try await gateway.create(Body.picture("two"), key: alice)
      reply.expectError(429, 42900)
      #expect(try reply.json["info"]?.string?.contains("may buy 1 generation a minute") == true)
      #expect((50...60).contains(reply["Retry-After"].flatMap { Int($0) } ?? 0))
    }
  }

  @Test("429/42901: too many running, of a key and of the gateway; the end of one makes room")
  func tooManyRunning() async throws {
    let keys = [TestKey.declared("alice", limits: KeyLimits(maximumRunning: 1)), TestKey.declared("bob")]
    var setup = RealProgramsTests.patient()
    setup.access = .keyed(keys)
    setup.policy.maximumRunning = 2
    try await GatewayUnderTest.run(setup) { gateway in
      let (alice, bob) = (TestKey.secret(of: "alice"), TestKey.secret(of: "bob"))
      let first = try await gateway.created(Body.picture("one"), key: alice)
      let reply = try await gateway.create(Body.picture("two"), key: alice)
      reply.expectError(429, 42901)
      #expect(reply["Retry-After"].flatMap { Int($0) } ?? 0 > 0)
      #expect(try reply.json["info"]?.string?.contains("This key may have 1") == true)
      _ = try await gateway.created(Body.picture("two"), key: bob)
      let full = try await gateway.create(Body.picture("three"), key: bob)
      full.expectError(429, 42901)
      #expect(try full.json["info"]?.string?.contains("All keys of this gateway together may have 2") == true)
      gateway.simulator.command(gateway.simulator.accepted[0].id, .succeed)
      try await gateway.query(try first.jobID, untilStatus: 2, key: alice)
      _ = try await gateway.created(Body.picture("three"), key: bob)
    }
  }
}
