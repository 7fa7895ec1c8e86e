import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("Replay mode: only what is cached is answered, and nothing is ever bought")
struct ReplayTests {
  /// What a client may send along.
  private static let headers: [CreateDirectives] = {
    let changes: [(inout CreateDirectives) -> Void] = [
      { _ in }, { $0.noCache = true }, { $0.noStore = true }, { $0.onlyIfCached = true }, { $0.onUnknown = .resend },
      { $0.idempotencyKey = "k" },
    ]
    return changes.map { change in
      var directives = CreateDirectives()
      change(&directives)
      return directives
    }
  }()

  /// The gateway's mode beats a key that is live, and a key's mode the gateway's.
  @Test("whatever is asked for", arguments: [true, false])
  func neverBuys(byGateway: Bool) async throws {
    let folder = TemporaryFolder()
    let upstream = ScriptedUpstream()
    let live = TestKey.declared("live")
    try await EngineHarness.run(folder: folder.path, upstream: upstream, keys: [live]) { harness in
      let bought = try await harness.create(from: harness.caller("live"))
      try await harness.record(of: bought.jobID, untilStatus: 2, from: harness.caller("live"))
      upstream.onCreate { _, _ in .unknown(reason: "reset") }
      _ = try? await harness.create("unknown", from: harness.caller("live"))
    }
    #expect(upstream.sent.count == 2)
    var policy = EngineHarness.quickPolicy
    policy.replaysOnly = byGateway
    let keys = [live, TestKey.declared("ci", replayOnly: true)]
    try await EngineHarness.run(folder: folder.path, policy: policy, upstream: upstream, keys: keys) { harness in
      let caller = try harness.caller(byGateway ? "live" : "ci")
      for directives in Self.headers {
        for prompt in ["never asked", "unknown"] {
          await #expect(throws: GatewayError.notCached) {
            try await harness.create(prompt, directives: directives, from: caller)
          }
        }
        let answer = try await harness.create(directives: directives, from: caller)
        #expect(answer.generation == GenerationNumber(1) && answer.charged == .zero, "\(directives)")
      }
      var variant = CreateDirectives()
      variant.variant = "2"
      await #expect(throws: GatewayError.notCached) { try await harness.create(directives: variant, from: caller) }
      var old = CreateDirectives()
      old.maximumAge = .zero
      try await eventually(
        "the result's age",
        holds: {
          do {
            _ = try await harness.create(directives: old, from: caller)
            return false
          } catch GatewayError.notCached {
            return true
          }
        })
    }
    #expect(upstream.sent.count == 2)
  }

  @Test("a model's own ttl comes before the cache's, and max-age before a longer one", arguments: [3, 30])
  func ages(hours: Int64) async throws {
    let time = ManualTime()
    var policy = GatewayPolicy()
    policy.timeToLive = .seconds(10 * 3600)
    let rules = [
      ModelRule(model: "*", ttl: .forever), ModelRule(model: "google/*", ttl: .limited(.seconds(hours * 3600))),
    ]
    try await EngineHarness.run(policy: policy, time: time, catalogue: .builtIn.overriding(rules)) { harness in
      let first = try await harness.create()
      try await time.advance(by: .milliseconds(20), until: { try await harness.states() == [.succeeded] })
      var cached = CreateDirectives()
      cached.onlyIfCached = true
      time.advance(by: .seconds(hours * 3600 - 60))
      #expect(try await harness.create(directives: cached).generation == first.generation)
      var young = cached
      young.maximumAge = .seconds(3600)
      await #expect(throws: GatewayError.notCached) { try await harness.create(directives: young) }
      time.advance(by: .seconds(120))
      await #expect(throws: GatewayError.notCached) { try await harness.create(directives: cached) }
    }
  }
}
