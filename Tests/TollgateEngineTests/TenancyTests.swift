import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("Keys do not see each other's jobs, and share results as configured")
struct TenancyTests {
  @Test(
    "who shares a result with alice of the team design",
    arguments: [
      (GatewayPolicy.Sharing.gateway, ["bob": true, "carol": true, "dave": true]),
      (.team, ["bob": true, "carol": false, "dave": false]),
      (.key, ["bob": false, "carol": false, "dave": false]),
    ])
  func sharing(sharing: GatewayPolicy.Sharing, shares: [String: Bool]) async throws {
    var policy = EngineHarness.quickPolicy
    policy.sharing = sharing
    let keys = [
      TestKey.declared("alice", team: "design"), TestKey.declared("bob", team: "design"),
      TestKey.declared("carol", team: "video"), TestKey.declared("dave"),
    ]
    try await EngineHarness.run(policy: policy, keys: keys) { harness in
      let alice = try harness.gateway.caller(bearer: TestKey.secret(of: "alice"))
      let bought = try await harness.create(from: alice)
      try await harness.record(of: bought.jobID, untilStatus: 2, from: alice)
      for (name, isShared) in shares {
        let caller = try harness.gateway.caller(bearer: TestKey.secret(of: name))
        let answer = try await harness.create(from: caller)
        #expect((answer.generation == bought.generation) == isShared, "\(name) under \(sharing)")
      }
    }
  }

  @Test("another key's job is no job")
  func foreignJob() async throws {
    try await EngineHarness.run(keys: [TestKey.declared("alice"), TestKey.declared("bob")]) { harness in
      let alice = try harness.gateway.caller(bearer: TestKey.secret(of: "alice"))
      let bob = try harness.gateway.caller(bearer: TestKey.secret(of: "bob"))
      let answer = try await harness.create(from: alice)
      await #expect(throws: GatewayError.noSuchJob) { try await harness.gateway.query(answer.jobID, from: bob) }
      for id in ["", "undefined", "None", String(repeating: "0", count: 24), answer.jobID.uppercased() + "0"] {
        await #expect(throws: GatewayError.noSuchJob) { try await harness.gateway.query(id, from: alice) }
      }
    }
  }

  @Test("a key may be bound to models, and to replaying")
  func restrictions() async throws {
    let keys = [
      TestKey.declared("alice"), TestKey.declared("google", models: ["google/*"]), TestKey.declared("ci", replayOnly: true),
    ]
    try await EngineHarness.run(keys: keys) { harness in
      let google = try harness.gateway.caller(bearer: TestKey.secret(of: "google"))
      _ = try await harness.create(from: google)
      let other = Array(#"{"model":"acme/model/task","args":{}}"#.utf8)
      await #expect(throws: GatewayError.modelForbidden("acme/model/task")) {
        try await harness.gateway.create(other, directives: CreateDirectives(), from: google)
      }
      let ci = try harness.gateway.caller(bearer: TestKey.secret(of: "ci"))
      #expect(try await harness.create(from: ci).charged == .zero)
      await #expect(throws: GatewayError.notCached) { try await harness.create("never asked", from: ci) }
      #expect(harness.upstream.sent.count == 1)
    }
  }

  @Test("an unknown price is not bought")
  func unknownPrice() async throws {
    try await EngineHarness.run { harness in
      let body = Array(#"{"model":"acme/model/task","args":{}}"#.utf8)
      let reason = "the catalogue does not know the model \"acme/model/task\""
      await #expect(throws: GatewayError.priceUnknown("acme/model/task", reason: reason)) {
        try await harness.gateway.create(body, directives: CreateDirectives(), from: harness.local)
      }
      #expect(harness.upstream.sent.isEmpty)
    }
  }

  @Test("creating the first key ends open mode for good; revoking is effective at once")
  func firstKeyEndsOpenMode() async throws {
    let folder = TemporaryFolder()
    try await EngineHarness.run(folder: folder.path) { harness in
      _ = try harness.gateway.caller(bearer: nil)
      let created = try await harness.engine.administration.createKey(NewKey(name: "alice"))
      #expect(created.secret.hasPrefix("tg_"))
      #expect(throws: GatewayError.self) { try harness.gateway.caller(bearer: nil) }
      #expect(try harness.gateway.caller(bearer: created.secret).key.name == "alice")
      try await harness.engine.administration.revokeKey(named: "alice")
      #expect(throws: GatewayError.self) { try harness.gateway.caller(bearer: created.secret) }
      await #expect(throws: AdministrationError.self) {
        try await harness.engine.administration.createKey(NewKey(name: "alice"))
      }
    }
    try await EngineHarness.run(folder: folder.path) { harness in
      #expect(throws: GatewayError.self) { try harness.gateway.caller(bearer: nil) }
    }
  }
}
