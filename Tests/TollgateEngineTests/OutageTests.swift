import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite("While the upstream is not there, nothing is held and hits go on")
struct OutageTests {
  private static let price = Money(nanodollars: 40_000_000)

  private static func accept(_ upstream: ScriptedUpstream) {
    upstream.onCreate { _, number in .accepted(upstreamID: ScriptedUpstream.id(number), charge: .stated(price)) }
  }

  /// Runs a gateway whose upstream has gone, behind the one result that it knows.
  private static func withOutage(
    _ outcome: CreateOutcome, _ body: (EngineHarness, ManualTime) async throws -> Void
  ) async throws {
    var policy = EngineHarness.quickPolicy
    // However far a busy machine lets the clock run.
    policy.breaker.firstPause = .seconds(1000)
    policy.breaker.longestPause = .seconds(1000)
    let (time, upstream) = (ManualTime(), ScriptedUpstream())
    try await EngineHarness.run(policy: policy, upstream: upstream, time: time) { harness in
      let job = try await harness.create("known").jobID
      try await time.advance(by: .milliseconds(5)) {
        try await harness.gateway.query(job, from: harness.local)["status"]?.number?.int64 == 2
      }
      upstream.onCreate { _, _ in outcome }
      for number in 0..<3 where harness.gateway.outage.phase == nil {
        try await withThrowingTaskGroup(of: Void.self) { group in
          let ended = NIOLockedValueBox(false)
          group.addTask {
            _ = try? await harness.create("lost \(number)")
            ended.withLockedValue { $0 = true }
          }
          // Its tries have pauses between them.
          try await time.advance(by: .milliseconds(200)) { ended.withLockedValue { $0 } }
        }
      }
      #expect(harness.gateway.outage.phase == .waiting)
      try await body(harness, time)
    }
  }

  @Test("a purchase is refused before its hold, with when to come again; repeats are answered")
  func refuses() async throws {
    try await Self.withOutage(.notSent(reason: "connection refused")) { harness, _ in
      let (sent, states) = (harness.upstream.sent.count, try await harness.states())
      for number in 0..<20 {
        let error = await #expect(throws: GatewayError.self) { try await harness.create("new \(number)") }
        guard case .unreachable(let retryAfter?)? = error else {
          Issue.record("it was told \(String(describing: error))")
          return
        }
        #expect(retryAfter > .zero && retryAfter <= .seconds(1000))
      }
      #expect(harness.upstream.sent.count == sent, "nothing was sent")
      #expect(try await harness.states() == states, "and nothing was held")
      #expect(try await harness.create("known").outcome != .miss(bypassed: false))
      let health = try await harness.administrationHealth()
      #expect(health.pause == .unreachable && health.outage?.phase == .waiting && health.outages == 1)
    }
  }

  @Test("unusable answers open it as well, each with its hold kept")
  func unwell() async throws {
    try await Self.withOutage(.unknown(reason: "HTTP 503 without an envelope")) { (harness, time) async throws in
      #expect(try await harness.states() == [.succeeded, .unknown, .unknown, .unknown])
      // The key whose creates failed waits longer than the others, and is told so.
      time.advance(by: .seconds(1400))
      let refusal = await #expect(throws: GatewayError.self) { try await harness.create("too early") }
      guard case .unreachable(let pause?)? = refusal else {
        Issue.record("\(String(describing: refusal))")
        return
      }
      #expect((.seconds(500) ... .seconds(600)).contains(pause))
    }
  }

  @Test("the next one who wants to buy finds out, alone, and when it is answered all may buy")
  func recovers() async throws {
    try await Self.withOutage(.notSent(reason: "connection refused")) { harness, time in
      let probe = Gate()
      harness.upstream.accept(after: probe, price: Self.price)
      let sent = harness.upstream.sent.count
      time.advance(by: .seconds(1000))
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await harness.create("probe") }
        try await eventually("the probe", holds: { harness.upstream.sent.count == sent + 1 })
        await #expect(throws: GatewayError.unreachable(retryAfter: .seconds(1000))) { try await harness.create("other") }
        await probe.open()
        try await group.waitForAll()
      }
      Self.accept(harness.upstream)
      for number in 0..<100 { _ = try await harness.create("after \(number)") }
      #expect(harness.gateway.outage.phase == nil)
    }
  }

  @Test("it is told until a create is answered, also while nobody wants to buy")
  func isTold() async throws {
    try await Self.withOutage(.notSent(reason: "connection refused")) { harness, time in
      time.advance(by: .seconds(3000))
      #expect(try await harness.administrationHealth().pause == .unreachable)
      #expect(harness.engine.figures.figures().pauses == [.unreachable])
      Self.accept(harness.upstream)
      _ = try await harness.create("wanted at last")
      #expect(try await harness.administrationHealth().pause == nil)
      #expect(harness.engine.figures.figures().pauses.isEmpty)
    }
  }

  @Test("a purchase that waits in the queue waits on where its deadline allows it, else it is released at once")
  func queued() async throws {
    let (time, upstream) = (ManualTime(), ScriptedUpstream())
    var policy = EngineHarness.quickPolicy
    policy.maximumSending = 1
    policy.queueDeadline = .seconds(20)
    policy.breaker.firstPause = .seconds(8)
    let gate = Gate()
    upstream.onCreate { _, _ in
      await gate.wait()
      return .unknown(reason: "no answer")
    }
    policy.breaker.failures = 1
    try await EngineHarness.run(policy: policy, upstream: upstream, time: time) { harness in
      try await withThrowingTaskGroup(of: GatewayError?.self) { group in
        func create(_ prompt: String) {
          group.addTask {
            do { _ = try await harness.create(prompt) } catch { return error as? GatewayError }
            return nil
          }
        }
        create("first")
        try await eventually("the first", holds: { upstream.sent.count == 1 })
        create("early")
        try await eventually("the early one", holds: { harness.gateway.purchasing.load.waiting == 1 })
        time.advance(by: .seconds(10))
        create("late")
        try await eventually("the late one", holds: { harness.gateway.purchasing.load.waiting == 2 })
        await gate.open()
        // Until 26 s nothing of this key is sent; the early one may wait until 20 s.
        #expect(try await group.next() != nil)
        #expect(try await group.next() != nil)
        #expect(harness.gateway.purchasing.load.waiting == 1)
        #expect(try await harness.states() == [.unknown, .released, .held])
        Self.accept(upstream)
        time.advance(by: .seconds(16))
        try await eventually("the probe", holds: { upstream.sent.count == 2 })
        #expect(try await group.next() == .some(nil), "the late one was the probe")
      }
    }
  }

  @Test("a refused key is an alarm until another create is taken, also when purchases may try again")
  func refusedKey() async throws {
    let (time, upstream) = (ManualTime(), ScriptedUpstream())
    upstream.onCreate { _, _ in .credentialRefused(Rejection(httpStatus: 401, code: 1, text: "who are you")) }
    try await EngineHarness.run(upstream: upstream, time: time) { harness in
      await #expect(throws: GatewayError.credentialRefused) { try await harness.create("first") }
      #expect(try await harness.administrationHealth().pause == .keyRefused)
      time.advance(by: .seconds(31))
      #expect(try await harness.administrationHealth().pause == .keyRefused)
      Self.accept(upstream)
      _ = try await harness.create("second")
      #expect(try await harness.administrationHealth().pause == nil)
    }
  }
}

@Suite("Five thousand wait while the upstream is away")
struct LongOutageTests {
  @Test("one at a time finds out, then never more at once than may be, and all are sent")
  func ramp() async throws {
    let time = ManualTime()
    var policy = BreakerPolicy()
    policy.failures = 3
    let permits = SendPermits(permits: 64, queueSize: 10_000, breaker: policy, time: time)
    let isUp = NIOLockedValueBox(false)
    let count = 5000
    let flights = NIOLockedValueBox(Flights())
    let key = KeyID.random()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await permits.watchPauses() }
      for _ in 0..<count {
        group.addTask {
          while case .granted(let permit) = await permits.acquire(for: key, until: .seconds(3600)) {
            flights.withLockedValue { $0.begin() }
            let isAnswered = isUp.withLockedValue { $0 }
            try? await time.sleep(for: .milliseconds(100))
            flights.withLockedValue { $0.end(isAnswered: isAnswered) }
            _ = permits.note(isAnswered ? .answered : .unreachable, of: permit, by: key)
            permits.release(permit, after: isAnswered ? .open : .nothing)
            if isAnswered { break }
          }
        }
      }
      try await eventually("all wait or are sent", holds: { permits.waitingCount + permits.outCount == count })
      // Ten minutes without an upstream: those that were under way when it began, then one for each pause.
      try await time.advance(by: .seconds(5)) { time.uptime() >= .seconds(600) }
      #expect(flights.withLockedValue(\.begun) <= 64 + 600 / 30 + 6)
      isUp.withLockedValue { $0 = true }
      try await time.advance(by: .milliseconds(500)) { flights.withLockedValue { $0.answered == count } }
      #expect(flights.withLockedValue(\.tooMany) == 0, "after n answers at most n and one are under way")
      #expect(flights.withLockedValue(\.most) <= 64)
      #expect(permits.outage.phase == nil)
      group.cancelAll()
    }
  }

  private struct Flights {
    var (begun, now, most, answered, tooMany) = (0, 0, 0, 0, 0)

    mutating func begin() {
      begun += 1
      now += 1
      most = max(most, now)
      if answered > 0, now > 1 + answered { tooMany += 1 }
    }

    mutating func end(isAnswered: Bool) {
      now -= 1
      if isAnswered { answered += 1 }
    }
  }
}

extension EngineHarness {
  fileprivate func administrationHealth() async throws -> HealthReport.Upstream {
    let administration = engine.administration
    administration.declared.program = ProgramFacts(
      version: "test", upstream: "http://upstream",
      configuration: ConfigurationSummary(settings: [], teams: [], keys: [], models: []))
    return try await administration.health().upstream
  }
}
