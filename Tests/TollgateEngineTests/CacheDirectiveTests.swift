import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("What a create's headers ask of the cache")
struct CacheDirectiveTests {
  private func directives(_ change: (inout CreateDirectives) -> Void) -> CreateDirectives {
    var directives = CreateDirectives()
    change(&directives)
    return directives
  }

  /// A gateway in which one plain create has been bought and is finished.
  private func withFinished(_ body: (EngineHarness, CreateAnswer) async throws -> Void) async throws {
    try await EngineHarness.run { harness in
      let first = try await harness.create()
      try await harness.record(of: first.jobID, untilStatus: 2)
      try await body(harness, first)
    }
  }

  @Test("no-cache buys and replaces")
  func noCache() async throws {
    try await withFinished { harness, first in
      let second = try await harness.create(directives: directives { $0.noCache = true })
      #expect(second.outcome == .miss(bypassed: true))
      #expect(second.generation != first.generation)
      try await harness.record(of: second.jobID, untilStatus: 2)
      #expect(try await harness.create().generation == second.generation)
      #expect(harness.upstream.sent.count == 2)
    }
  }

  @Test("no-store buys and keeps nothing")
  func noStore() async throws {
    try await withFinished { harness, first in
      let second = try await harness.create(directives: directives { $0.noStore = true })
      #expect(second.outcome == .miss(bypassed: true))
      try await harness.record(of: second.jobID, untilStatus: 2)
      #expect(try await harness.create().generation == first.generation)
    }
  }

  @Test("no-store does not buy what is unknown, and takes the slot when it ends unknown itself")
  func noStoreAndUnknown() async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .unknown(reason: "reset") }
    try await EngineHarness.run(upstream: upstream) { harness in
      let first = try #require(GenerationNumber(1))
      let noStore = directives { $0.noStore = true }
      await #expect(throws: GatewayError.lost(first)) { try await harness.create(directives: noStore) }
      await #expect(throws: GatewayError.outcomeUnknown(first, .unknown)) { try await harness.create(directives: noStore) }
      await #expect(throws: GatewayError.outcomeUnknown(first, .unknown)) { try await harness.create() }
      #expect(upstream.sent.count == 1)
    }
  }

  @Test("only-if-cached never buys, and beats no-cache")
  func onlyIfCached() async throws {
    try await withFinished { harness, first in
      let cached = try await harness.create(
        directives: directives {
          $0.onlyIfCached = true
          $0.noCache = true
        })
      #expect(cached.generation == first.generation)
      await #expect(throws: GatewayError.notCached) {
        try await harness.create("never asked", directives: directives { $0.onlyIfCached = true })
      }
      #expect(harness.upstream.sent.count == 1)
    }
  }

  @Test("a variant is a sample of its own")
  func variants() async throws {
    try await withFinished { harness, first in
      let second = try await harness.create(directives: directives { $0.variant = "2" })
      #expect(second.generation != first.generation)
      try await harness.record(of: second.jobID, untilStatus: 2)
      #expect(try await harness.create(directives: directives { $0.variant = "2" }).generation == second.generation)
      #expect(try await harness.create().generation == first.generation)
      #expect(harness.upstream.sent.count == 2)
    }
  }

  private static let day: Duration = .seconds(24 * 3600)

  @Test("max-age and ttl refuse what is older", arguments: [true, false])
  func age(byHeader: Bool) async throws {
    let time = ManualTime()
    var policy = GatewayPolicy()
    if !byHeader { policy.timeToLive = Self.day }
    try await EngineHarness.run(policy: policy, time: time) { harness in
      let limited = directives { if byHeader { $0.maximumAge = Self.day } }
      let first = try await harness.create()
      try await time.advance(by: .seconds(2), until: { try await harness.states() == [.succeeded] })
      #expect(try await harness.create(directives: limited).generation == first.generation)
      time.advance(by: Self.day + .seconds(1))
      #expect(try await harness.create(directives: limited).generation != first.generation)
    }
  }

  @Test("an explicit refuse beats a configured resend, which is granted once an hour")
  func configuredResend() async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .unknown(reason: "reset") }
    var policy = EngineHarness.quickPolicy
    policy.onUnknown = .resend
    try await EngineHarness.run(policy: policy, upstream: upstream) { harness in
      let first = try #require(GenerationNumber(1))
      let second = try #require(GenerationNumber(2))
      await #expect(throws: GatewayError.lost(first)) { try await harness.create() }
      await #expect(throws: GatewayError.outcomeUnknown(first, .unknown)) {
        try await harness.create(directives: directives { $0.onUnknown = .refuse })
      }
      await #expect(throws: GatewayError.lost(second)) { try await harness.create() }
      await #expect(throws: GatewayError.outcomeUnknown(second, .unknown)) { try await harness.create() }
      #expect(upstream.sent.count == 2)
    }
  }
}
