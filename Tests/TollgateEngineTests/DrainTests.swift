import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("While the gateway drains nothing new is bought, and what waits is given back")
struct DrainTests {
  @Test("hits and joins go on, new purchases and those still in the queue are refused as unsent")
  func draining() async throws {
    let upstream = ScriptedUpstream()
    let gate = Gate()
    upstream.onCreate { body, number in
      if String(decoding: body, as: UTF8.self).contains("first") { await gate.wait() }
      return .accepted(upstreamID: ScriptedUpstream.id(number), charge: .stated(Money(nanodollars: 40_000_000)))
    }
    var policy = EngineHarness.quickPolicy
    policy.maximumSending = 1
    try await EngineHarness.run(policy: policy, upstream: upstream) { harness in
      let done = try await harness.create("done")
      try await harness.record(of: done.jobID, untilStatus: 2)
      upstream.onQuery { .record(.running($0)) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await harness.create("first") }
        try await eventually("the first one's create", holds: { upstream.sent.count == 2 })
        group.addTask {
          await #expect(throws: GatewayError.self) { try await harness.create("queued") }
        }
        let states: [GenerationState] = [.succeeded, .submitting, .held]
        try await eventually("the queued one's hold", holds: { try await harness.states() == states })
        harness.engine.drain.begin()
        #expect(try await harness.create("done").charged == .zero)
        await #expect(throws: GatewayError.self) { try await harness.create("new") }
        await gate.open()
        try await group.waitForAll()
      }
      #expect(upstream.sent.count == 2)
      let states = try await harness.states()
      #expect(states == [.succeeded, .running, .released])
    }
  }

  @Test("whoever waits for a turn, or for the end of the upstream's pause, is told at once")
  func waiting() async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in
      .rejected(Rejection(httpStatus: 429, code: 429, text: "too many requests"), retryAfter: .seconds(15))
    }
    try await EngineHarness.run(upstream: upstream, time: ManualTime()) { harness in
      try await withThrowingTaskGroup(of: Void.self) { group in
        let refusal = GatewayError.unavailable("The gateway is shutting down; nothing was sent. Try again in a moment.")
        for number in 0..<3 {
          group.addTask { await #expect(throws: refusal) { try await harness.create("\(number)") } }
          // The first is held before it is sent as well as after it was refused.
          try await eventually("the wait") {
            guard upstream.sent.count == 1 else { return false }
            return try await harness.states() == Array(repeating: .held, count: number + 1)
          }
        }
        // The clock stands still: only the drain ends the wait.
        harness.engine.drain.begin()
        try await group.waitForAll()
      }
      #expect(upstream.sent.count == 1)
      #expect(try await harness.states() == [.released, .released, .released])
    }
  }
}
