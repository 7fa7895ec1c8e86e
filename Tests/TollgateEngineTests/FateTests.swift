import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite("Whoever found the slot live shares its fate")
struct FateTests {
  private static let rejection = Rejection(httpStatus: 400, code: 3000, text: "upstream service unstable")

  @Test("a rejection reaches all, releases the hold, and the next create buys")
  func rejection() async throws {
    let upstream = ScriptedUpstream()
    let gate = Gate()
    upstream.onCreate { _, _ in
      await gate.wait()
      return .rejected(Self.rejection, retryAfter: nil)
    }
    let time = ManualTime()
    try await EngineHarness.run(upstream: upstream, time: time) { harness in
      try await withThrowingTaskGroup(of: GatewayError?.self) { group in
        for _ in 0..<50 {
          group.addTask {
            do { _ = try await harness.create() } catch { return error as? GatewayError }
            return nil
          }
        }
        // Each has been decided and waits for the fate.
        try await eventually(
          "the waits of all", holds: { time.sleepers(until: EngineHarness.quickPolicy.answerTimeout) == 50 })
        await gate.open()
        for try await error in group { #expect(error == .rejected(Self.rejection)) }
      }
      #expect(upstream.sent.count == 1)
      #expect(try await harness.states() == [.rejected])
      upstream.onCreate { _, number in .accepted(upstreamID: ScriptedUpstream.id(number), charge: .unstated) }
      _ = try await harness.create()
      #expect(upstream.sent.count == 2)
    }
  }

  @Test("a try that sent nothing is repeated three times under the same hold, then released")
  func unreachable() async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .notSent(reason: "connection refused") }
    try await EngineHarness.run(upstream: upstream) { harness in
      let error = await #expect(throws: GatewayError.self) { try await harness.create() }
      guard case .unreachable? = error else {
        Issue.record("it was told \(String(describing: error))")
        return
      }
      #expect(upstream.sent.count == 3)
      let states = try await harness.states()
      #expect(states == [.released])
    }
  }

  @Test("a second try may succeed")
  func secondTry() async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, number in
      number == 1
        ? .notSent(reason: "connection refused")
        : .accepted(upstreamID: "up-2", charge: .stated(Money(nanodollars: 40_000_000)))
    }
    try await EngineHarness.run(upstream: upstream) { harness in
      #expect(try await harness.create().charged == Money("0.04"))
      let states = try await harness.states()
      #expect(states == [.running] || states == [.succeeded])
    }
  }

  @Test("an unknown outcome is 504 once and 409 from then on; nothing is sent again")
  func unknown() async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .unknown(reason: "the connection was reset") }
    try await EngineHarness.run(upstream: upstream) { harness in
      let first = try #require(GenerationNumber(1))
      await #expect(throws: GatewayError.lost(first)) { try await harness.create() }
      for _ in 0..<20 {
        await #expect(throws: GatewayError.outcomeUnknown(first, .unknown)) { try await harness.create() }
      }
      #expect(upstream.sent.count == 1)
      #expect(try await harness.states() == [.unknown])
    }
  }

  @Test("ten resends at once buy once more, and the first one's picture can be rescued")
  func resendAndRescue() async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .unknown(reason: "the connection was reset") }
    try await EngineHarness.run(upstream: upstream) { harness in
      let first = try #require(GenerationNumber(1))
      await #expect(throws: GatewayError.lost(first)) { try await harness.create() }
      upstream.onCreate { _, number in
        try? await Task.sleep(for: .milliseconds(30))
        return .accepted(upstreamID: ScriptedUpstream.id(number), charge: .stated(Money(nanodollars: 40_000_000)))
      }
      var directives = CreateDirectives()
      directives.onUnknown = .resend
      let resend = directives
      let answers = try await withThrowingTaskGroup(of: CreateAnswer.self) { group in
        for _ in 0..<10 { group.addTask { try await harness.create(directives: resend) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(upstream.sent.count == 2)
      #expect(answers.count { $0.charged > .zero } == 1)

      let resolved = try await harness.engine.administration.resolve(first, as: .charged(upstreamID: "up-1"))
      #expect(resolved.state == .running)
      try await eventually("the rescue", holds: { try await harness.store.generation(first)?.state == .succeeded })
      let rescued = try #require(try await harness.store.recordedGeneration(first))
      let record = String(decoding: try #require(rescued.record), as: UTF8.self)
      #expect(record.contains("/up-1/picture.png"))
    }
  }

  @Test("a person can say that it was not charged; the next create buys")
  func notCharged() async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, number in
      number == 1
        ? .unknown(reason: "reset") : .accepted(upstreamID: "up-2", charge: .stated(Money(nanodollars: 40_000_000)))
    }
    try await EngineHarness.run(upstream: upstream) { harness in
      let first = try #require(GenerationNumber(1))
      await #expect(throws: GatewayError.lost(first)) { try await harness.create() }
      let resolved = try await harness.engine.administration.resolve(first, as: .notCharged)
      #expect(resolved.state == .released)
      #expect(try await harness.create().charged == Money("0.04"))
      await #expect(throws: AdministrationError.self) {
        try await harness.engine.administration.resolve(first, as: .notCharged)
      }
    }
  }

  @Test("those that wait in the queue are not sent with a key that was refused meanwhile")
  func credentialRefusedMeanwhile() async throws {
    let upstream = ScriptedUpstream()
    let gate = Gate()
    upstream.onCreate { _, _ in
      await gate.wait()
      return .credentialRefused(Rejection(httpStatus: 401, code: 401, text: "bad key"))
    }
    var policy = EngineHarness.quickPolicy
    policy.maximumSending = 1
    policy.queueDeadline = .seconds(300)
    try await EngineHarness.run(policy: policy, upstream: upstream) { harness in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<5 {
          group.addTask { await #expect(throws: GatewayError.credentialRefused) { try await harness.create("\(number)") } }
        }
        try await eventually("the queue", holds: { try await harness.states().count == 5 && upstream.sent.count == 1 })
        await gate.open()
        try await group.waitForAll()
      }
      #expect(upstream.sent.count == 1)
      #expect(try await harness.states() == Array(repeating: .released, count: 5))
    }
  }

  @Test("the upstream refusing the gateway's own key stops purchases before any hold")
  func credentialRefused() async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .credentialRefused(Rejection(httpStatus: 401, code: 401, text: "bad key")) }
    try await EngineHarness.run(upstream: upstream) { harness in
      await #expect(throws: GatewayError.credentialRefused) { try await harness.create("one") }
      await #expect(throws: GatewayError.credentialRefused) { try await harness.create("two") }
      #expect(upstream.sent.count == 1)
      let states = try await harness.states()
      #expect(states == [.released])
    }
  }

  @Test("a purchase that finds the queue full is turned away by reading alone, before anything is held for it")
  func fullQueue() async throws {
    let upstream = ScriptedUpstream()
    let gate = Gate()
    let disk = FailingDisk()
    upstream.accept(after: gate)
    var policy = EngineHarness.quickPolicy
    policy.maximumSending = 1
    policy.queueSize = 1
    policy.queueDeadline = .seconds(300)
    try await EngineHarness.run(policy: policy, upstream: upstream, disk: disk) { harness in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await harness.create("first") }
        try await eventually("the first one", holds: { upstream.sent.count == 1 })
        group.addTask { _ = try await harness.create("second") }
        try await eventually(
          "the second one in the queue",
          holds: {
            // It has its place before it is written down.
            try await harness.store.generations(in: nil, before: nil, limit: 9).count == 2
              && harness.gateway.purchasing.isQueueFull(for: try harness.local.key.id)
          })
        disk.fail(.full)
        await #expect(throws: GatewayError.queueFull(retryAfter: nil)) { try await harness.create("third") }
        disk.mend()
        #expect(try await harness.store.generations(in: nil, before: nil, limit: 9).count == 2)
        await gate.open()
        try await group.waitForAll()
      }
      #expect(try await harness.create("third").outcome == .miss(bypassed: false))
    }
  }

  @Test("of many purchases that come at once only those are written down for which there is room")
  func burst() async throws {
    let upstream = ScriptedUpstream()
    let gate = Gate()
    upstream.accept(after: gate)
    var policy = EngineHarness.quickPolicy
    policy.maximumSending = 2
    policy.queueSize = 3
    policy.queueDeadline = .seconds(300)
    try await EngineHarness.run(policy: policy, upstream: upstream) { harness in
      let refused = NIOLockedValueBox(0)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<60 {
          group.addTask {
            do {
              _ = try await harness.create("\(number)")
            } catch GatewayError.queueFull {
              refused.withLockedValue { $0 += 1 }
            }
          }
        }
        try await eventually("the refusals", holds: { refused.withLockedValue { $0 } == 55 })
        await gate.open()
        try await group.waitForAll()
      }
      #expect(try await harness.store.generations(in: nil, before: nil, limit: 100).count == 5)
    }
  }

  @Test("a purchase that cannot be sent in time is released")
  func queueDeadline() async throws {
    let upstream = ScriptedUpstream()
    let gate = Gate()
    upstream.accept(after: gate)
    var policy = EngineHarness.quickPolicy
    policy.maximumSending = 1
    policy.queueSize = 1
    policy.queueDeadline = .milliseconds(20)
    try await EngineHarness.run(policy: policy, upstream: upstream) { harness in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await harness.create("first") }
        while upstream.sent.isEmpty { await Task.yield() }
        await #expect(throws: GatewayError.queueFull(retryAfter: nil)) { try await harness.create("second") }
        await gate.open()
        try await group.waitForAll()
      }
      #expect(upstream.sent.count == 1)
    }
  }
}
