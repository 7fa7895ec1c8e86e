import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("Jobs are asked about until they end")
struct WatcherTests {
  private static let price = Money(nanodollars: 40_000_000)

  @Test("nonsense from the upstream changes nothing")
  func nonsense() async throws {
    let upstream = ScriptedUpstream()
    let asked = NIOLockedValueBox(0)
    let look = Gate()
    upstream.onQuery { id in
      let number = asked.withLockedValue { count in
        count += 1
        return count
      }
      guard number == 5 else { return .unusable(reason: "HTML", retryAfter: nil) }
      await look.wait()
      return .record(.finished(id, credit: Self.price))
    }
    try await EngineHarness.run(upstream: upstream) { harness in
      let answer = try await harness.create()
      #expect(try await harness.gateway.query(answer.jobID, from: harness.local)["status"]?.number?.int64 == 1)
      await look.open()
      try await harness.record(of: answer.jobID, untilStatus: 2)
    }
    #expect(asked.withLockedValue { $0 } == 5)
  }

  @Test("a job of a model with a NUL in its name comes to its end")
  func modelWithNUL() async throws {
    let model = "acme/null\0byte"
    let upstream = ScriptedUpstream()
    upstream.onQuery { .record(.finished($0, credit: Self.price, model: model)) }
    let catalogue = Catalogue.builtIn.overriding([ModelRule(model: "*", price: .fixed(Self.price))])
    try await EngineHarness.run(upstream: upstream, catalogue: catalogue) { harness in
      let body = Array(#"{"model":"acme/null\u0000byte","args":{}}"#.utf8)
      let answer = try await harness.gateway.create(body, directives: CreateDirectives(), from: harness.local)
      try await harness.record(of: answer.jobID, untilStatus: 2)
    }
  }

  @Test("a failed job shows its error and its refund, and the next create buys")
  func failure() async throws {
    let upstream = ScriptedUpstream()
    upstream.onQuery { .record(.failed($0, refunded: Self.price)) }
    try await EngineHarness.run(upstream: upstream) { harness in
      let answer = try await harness.create()
      let record = try await harness.record(of: answer.jobID, untilStatus: 3)
      #expect(record["error"]?.string == "the model broke")
      #expect(record["refunded"]?.bool == true)
      #expect(record["refunded_credit"]?.string == "0.04")
      #expect(try await harness.create().charged == Self.price)
    }
  }

  @Test("a refund that did not come with the failure is asked for again")
  func lateRefund() async throws {
    let time = ManualTime()
    let upstream = ScriptedUpstream()
    upstream.onQuery { .record(.failed($0, refunded: .zero)) }
    try await EngineHarness.run(upstream: upstream, time: time) { harness in
      let answer = try await harness.create()
      try await time.advance(by: .seconds(2), until: { try await harness.states() == [.failed] })
      upstream.onQuery { .record(.failed($0, refunded: Self.price)) }
      try await time.advance(
        by: .seconds(60),
        until: { try await harness.store.generation(answer.generation)?.machine.refunded == Self.price })
      #expect(try await harness.store.ledger(of: answer.generation).map(\.entry.kind) == [.hold, .capture, .refund])
    }
  }

  @Test("a job that runs too long stalls, stays charged, and its late success is taken")
  func stalled() async throws {
    let time = ManualTime()
    let upstream = ScriptedUpstream()
    upstream.onQuery { .record(.running($0)) }
    try await EngineHarness.run(policy: GatewayPolicy(), upstream: upstream, time: time) { harness in
      let answer = try await harness.create()
      try await time.advance(by: .seconds(600), until: { try await harness.states() == [.stalled] })
      #expect(try await harness.gateway.query(answer.jobID, from: harness.local)["status"]?.number?.int64 == 1)
      await #expect(throws: GatewayError.outcomeUnknown(answer.generation, .stalled)) { try await harness.create() }
      upstream.onQuery { .record(.finished($0, credit: Self.price)) }
      try await time.advance(by: .seconds(3600), until: { try await harness.states() == [.succeeded] })
      guard case .hit = try await harness.create().outcome else {
        Issue.record("the late success should be replayed")
        return
      }
    }
  }

  @Test("an unstated amount is captured as held and corrected from the credit")
  func correction() async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, number in .accepted(upstreamID: ScriptedUpstream.id(number), charge: .unstated) }
    upstream.onQuery { .record(.finished($0, credit: Money("0.05"))) }
    try await EngineHarness.run(upstream: upstream) { harness in
      let answer = try await harness.create()
      #expect(answer.charged == Self.price)
      try await harness.record(of: answer.jobID, untilStatus: 2)
      let lines = try await harness.store.ledger(of: answer.generation).map(\.entry)
      let difference = try #require(Money("0.01"))
      #expect(
        lines == [LedgerEntry(.hold, Self.price), LedgerEntry(.capture, Self.price), LedgerEntry(.correction, difference)])
      #expect(try await harness.create().saved == Money("0.05"))
    }
  }

  @Test("a success without any link is reported, but never replayed")
  func noLinks() async throws {
    let upstream = ScriptedUpstream()
    upstream.onQuery { id in
      .record(
        UpstreamRecord(
          status: .succeeded, data: ["id": .string(JSONString(id)), "result": ["images": []]], credit: nil, refunded: .zero))
    }
    try await EngineHarness.run(upstream: upstream) { harness in
      let answer = try await harness.create()
      try await harness.record(of: answer.jobID, untilStatus: 2)
      #expect(try await harness.create().charged == Self.price)
    }
  }

  @Test("three hundred jobs are asked about no more than so many at a time")
  func boundedConcurrency() async throws {
    let upstream = ScriptedUpstream()
    let inFlight = NIOLockedValueBox((now: 0, most: 0))
    upstream.onQuery { id in
      inFlight.withLockedValue { flight in
        flight.now += 1
        flight.most = max(flight.most, flight.now)
      }
      try? await Task.sleep(for: .milliseconds(2))
      inFlight.withLockedValue { $0.now -= 1 }
      return .record(.finished(id))
    }
    var policy = EngineHarness.quickPolicy
    policy.polling.concurrency = 8
    try await EngineHarness.run(policy: policy, upstream: upstream) { harness in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<300 { group.addTask { _ = try await harness.create("prompt \(number)") } }
        try await group.waitForAll()
      }
      try await eventually("the end of all", holds: { try await !harness.states().contains(.running) })
    }
    #expect(inFlight.withLockedValue { $0.most } <= 8)
    #expect(inFlight.withLockedValue { $0.most } > 1)
  }
}
