import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite("A running engine goes by other settings")
struct ReloadTests {
  private static func reload(
    _ harness: EngineHarness, _ policy: GatewayPolicy = EngineHarness.quickPolicy, catalogue: Catalogue = .builtIn,
    keys: [StoredKey] = [], budgets: BudgetLimits = BudgetLimits(), secrets: [String: SigningSecret] = [:]
  ) async throws {
    try await harness.engine.reload(
      EngineReload(
        policy: policy, catalogue: catalogue, declaration: Declaration(budgets: budgets, keys: keys), callbackSecrets: secrets))
  }

  @Test("mode, rates, running purchases, ages and prices")
  func settings() async throws {
    try await EngineHarness.run { harness in
      let job = try await harness.create("known").jobID
      try await harness.record(of: job, untilStatus: 2)
      var policy = EngineHarness.quickPolicy
      policy.replaysOnly = true
      try await Self.reload(harness, policy)
      await #expect(throws: GatewayError.notCached) { try await harness.create("new") }
      guard case .hit = try await harness.create("known").outcome else {
        Issue.record("a replay is no purchase")
        return
      }

      policy = EngineHarness.quickPolicy
      policy.rate.createsPerMinute = 1
      try await Self.reload(harness, policy)
      try harness.gateway.admit(harness.local)
      #expect(throws: GatewayError.self) { try harness.gateway.admit(harness.local) }
      #expect(harness.gateway.rateStatus(of: try harness.local).all.map(\.limit) == [1])

      policy = EngineHarness.quickPolicy
      policy.timeToLive = .zero
      try await Self.reload(harness, policy)
      #expect(try await harness.create("known").outcome != .joined)
      #expect(harness.upstream.sent.count == 2, "it was too old")

      let rule = ModelRule(model: "google/nano-banana-2/text-to-image", price: .fixed(Money(nanodollars: 70_000_000)))
      let dearer = Catalogue.builtIn.overriding([rule])
      #expect(dearer.normalisation == Catalogue.builtIn.normalisation)
      try await Self.reload(harness, catalogue: dearer)
      let quote = try await harness.gateway.quote(
        EngineHarness.body("priced"), directives: CreateDirectives(), from: try harness.local)
      #expect(quote.quote == Money("0.07"))

      try await Self.reload(harness, budgets: BudgetLimits(total: Money(nanodollars: 1)))
      let error = await #expect(throws: GatewayError.self) { try await harness.create("too dear") }
      guard case .overBudget? = error else {
        Issue.record("it was told \(String(describing: error))")
        return
      }
    }
  }

  @Test("counting against a rate goes on where it was")
  func ratesContinue() async throws {
    var policy = EngineHarness.quickPolicy
    policy.rate.createsPerMinute = 2
    try await EngineHarness.run(policy: policy, time: ManualTime()) { harness in
      try harness.gateway.admit(harness.local)
      try harness.gateway.admit(harness.local)
      try await Self.reload(harness, policy)
      #expect(throws: GatewayError.self) { try harness.gateway.admit(harness.local) }
    }
  }

  @Test("a key that is gone from the file is revoked, and the same name is the same key again, with its history")
  func keys() async throws {
    let (alice, bob) = (TestKey.declared("alice"), TestKey.declared("bob"))
    try await EngineHarness.run(keys: [alice, bob]) { harness in
      let before = try harness.caller("alice")
      let job = try await harness.create("hers", from: before).jobID
      try await Self.reload(harness, keys: [bob])
      #expect(throws: GatewayError.self) { try harness.caller("alice") }
      _ = try harness.caller("bob")
      #expect(harness.gateway.keyRing.mode == .keyed)
      // As the file is read: with an identity that is thrown away where the name is known.
      let again = StoredKey(
        key: Key(id: .random(), name: "alice", origin: .declared, createdAt: harness.gateway.now()), digest: alice.digest)
      try await Self.reload(harness, keys: [again, bob])
      let after = try harness.caller("alice")
      #expect(after.key.id == before.key.id)
      _ = try await harness.gateway.query(job, from: after)
    }
  }

  @Test("a key that was created by hand and revoked is valid again when the file declares it")
  func redeclared() async throws {
    try await EngineHarness.run(keys: [TestKey.declared("other")]) { harness in
      let created = try await harness.engine.administration.createKey(NewKey(name: "alice"))
      try await harness.engine.administration.revokeKey(named: "alice")
      #expect(throws: GatewayError.self) { try harness.gateway.caller(bearer: created.secret) }
      let declared = StoredKey(
        key: Key(id: .random(), name: "alice", origin: .declared, createdAt: harness.gateway.now()),
        digest: KeyDigest(secret: created.secret))
      try await Self.reload(harness, keys: [declared, TestKey.declared("other")])
      #expect(try harness.gateway.caller(bearer: created.secret).key.name == "alice")
    }
  }

  @Test("where the keys cannot be declared nothing changes")
  func refused() async throws {
    let disk = FailingDisk()
    try await EngineHarness.run(keys: [TestKey.declared("alice")], disk: disk) { harness in
      disk.fail(.full)
      var policy = EngineHarness.quickPolicy
      policy.replaysOnly = true
      await #expect(throws: StoreError.self) { try await Self.reload(harness, policy) }
      disk.mend()
      #expect(!harness.gateway.policy.replaysOnly)
      _ = try harness.caller("alice")
    }
  }

  @Test("more may be sent at once, and a shorter queue is full sooner")
  func permits() async throws {
    var policy = EngineHarness.quickPolicy
    policy.maximumSending = 1
    policy.queueDeadline = .seconds(300)
    let gate = Gate()
    let upstream = ScriptedUpstream()
    upstream.accept(after: gate)
    try await EngineHarness.run(policy: policy, upstream: upstream) { [policy] harness in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<4 { group.addTask { _ = try await harness.create("picture \(number)") } }
        try await eventually("one is sent, and three wait", holds: { harness.gateway.load == (1, 3) })
        var wider = policy
        wider.maximumSending = 3
        wider.queueSize = 1
        try await Self.reload(harness, wider)
        try await eventually("three are sent", holds: { harness.gateway.load == (3, 1) })
        await #expect(throws: GatewayError.queueFull(retryAfter: nil)) { try await harness.create("one too many") }
        await gate.open()
        try await group.waitForAll()
      }
    }
  }

  @Test("callbacks are signed with the file's secrets of now")
  func callbackSecrets() async throws {
    let alice = TestKey.declared("alice")
    try await EngineHarness.run(keys: [alice]) { harness in
      let secret = try #require(SigningSecret("whsec_MDEyMzQ1Njc4OWFiY2RlZg=="))
      let id = try harness.caller("alice").key.id
      #expect(harness.engine.keyReader.secrets.secret(of: id) != secret)
      try await Self.reload(harness, keys: [alice], secrets: ["alice": secret])
      #expect(harness.engine.keyReader.secrets.secret(of: id) == secret)
      #expect(harness.engine.administration.declared.secrets == ["alice": secret])
    }
  }
}

@Suite("Whether the gateway is ready")
struct ReadinessTests {
  @Test("not while its database cannot be written, and again by itself when it can")
  func unwritable() async throws {
    let disk = FailingDisk()
    try await EngineHarness.run(disk: disk) { harness in
      #expect(harness.gateway.readiness == .ready)
      disk.fail(.full)
      await #expect(throws: GatewayError.self) { try await harness.create() }
      #expect(harness.gateway.readiness == .unwritable)
      disk.mend()
      try await eventually("a write that nobody asked for", holds: { harness.gateway.readiness == .ready })
      harness.engine.drain.begin()
      #expect(harness.gateway.readiness == .draining)
    }
  }
}
