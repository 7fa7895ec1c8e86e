import Foundation
import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("The upstream's 429 pauses purchases, and fails none that can wait")
struct ThrottlingTests {
  private static let no = Rejection(httpStatus: 429, code: 429, text: "too many requests")

  @Test("all wait, the refused one under its hold; after the pause one probe, then the rest")
  func waits() async throws {
    let time = ManualTime()
    let upstream = ScriptedUpstream()
    let probe = Gate()
    upstream.onCreate { _, number in
      if number == 1 { return .rejected(Self.no, retryAfter: .seconds(5)) }
      if number == 2 { await probe.wait() }
      return .accepted(upstreamID: ScriptedUpstream.id(number), charge: .stated(Money(nanodollars: 40_000_000)))
    }
    try await EngineHarness.run(upstream: upstream, time: time) { harness in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await harness.create("first") }
        try await eventually("the pause") {
          // In this order: it is held before it is sent as well.
          guard upstream.sent.count == 1 else { return false }
          return try await harness.states() == [.held]
        }
        try await eventually("the first one's wait", holds: { time.sleepers(until: .seconds(20)) > 0 })
        for number in 0..<5 { group.addTask { _ = try await harness.create("later \(number)") } }
        try await eventually("the others", holds: { try await harness.states().count == 6 })
        time.advance(by: .milliseconds(4_900))
        try await Task.sleep(for: .milliseconds(20))
        #expect(upstream.sent.count == 1)
        try await time.advance(by: .milliseconds(100), until: { upstream.sent.count > 1 })
        try await Task.sleep(for: .milliseconds(20))
        #expect(upstream.sent.count == 2, "one alone finds out")
        await probe.open()
        try await group.waitForAll()
      }
      #expect(upstream.sent.count == 7)
      #expect(try await harness.states() == [GenerationState](repeating: .running, count: 6))
      let entries = try await harness.store.ledger(of: try #require(GenerationNumber(1))).map(\.entry.kind)
      #expect(entries == [.hold, .capture], "no money moved while it waited")
    }
  }

  @Test("who cannot wait so long is told at once: the refused one by the rejection, the others by 42902, with Retry-After")
  func cannotWait() async throws {
    let time = ManualTime()
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .rejected(Self.no, retryAfter: .seconds(30)) }
    try await EngineHarness.run(upstream: upstream, time: time) { harness in
      await #expect(throws: GatewayError.rejected(Self.no, retryAfter: .seconds(30))) { try await harness.create("first") }
      time.advance(by: .seconds(3))
      await #expect(throws: GatewayError.queueFull(retryAfter: .seconds(27))) { try await harness.create("second") }
      #expect(upstream.sent.count == 1)
      #expect(try await harness.states() == [.rejected, .released])
      // Ten seconds before the end it can wait.
      time.advance(by: .seconds(17))
      upstream.onCreate { _, number in
        .accepted(upstreamID: ScriptedUpstream.id(number), charge: .stated(Money(nanodollars: 40_000_000)))
      }
      async let third = harness.create("third")
      try await eventually("the third", holds: { try await harness.states().last == .held })
      time.advance(by: .seconds(10))
      try await eventually("the third one's try", holds: { upstream.sent.count == 2 })
      _ = try await third
    }
  }

  @Test("a crash in the pause leaves nothing unknown: the next start gives the money back, and the same can be bought again")
  func crash() async throws {
    let time = ManualTime()
    let upstream = ScriptedUpstream()
    let price = Money(nanodollars: 40_000_000)
    upstream.onCreate { _, number in
      number == 1
        ? .rejected(Self.no, retryAfter: .seconds(5))
        : .accepted(upstreamID: ScriptedUpstream.id(number), charge: .stated(price))
    }
    let keys = [TestKey.declared("alice", team: "red", limits: KeyLimits(budgets: BudgetLimits(total: price)))]
    let (folder, crashed) = (TemporaryFolder(), TemporaryFolder())
    try await EngineHarness.run(folder: folder.path, upstream: upstream, keys: keys, time: time) { harness in
      let alice = try harness.caller("alice")
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await harness.create("first", from: alice) }
        try await eventually("the pause") {
          // In this order: it is held before it is sent as well.
          guard upstream.sent.count == 1 else { return false }
          return try await harness.states() == [.held]
        }
        // The files as a crash in this moment leaves them.
        try FileManager.default.copyItem(atPath: folder.path, toPath: crashed.path)
        try await eventually("its wait", holds: { time.sleepers(until: .seconds(20)) > 0 })
        time.advance(by: .seconds(5))
        try await eventually("the second try", holds: { upstream.sent.count == 2 })
        try await group.waitForAll()
      }
    }
    let later = ScriptedUpstream()
    try await EngineHarness.run(folder: crashed.path, upstream: later, keys: keys, time: time) { harness in
      let first = try #require(GenerationNumber(1))
      #expect(try await harness.states() == [.released])
      #expect(try await harness.store.generation(first)?.releaseReason == .shutdown)
      #expect(try await harness.store.ledger(of: first).map(\.entry.kind) == [.hold, .release])
      let balances = try await harness.store.balances(in: BudgetProofTests.window)
      #expect(balances.count == 9 && balances.allSatisfy { $0.held == .zero && $0.spent == .zero })
      #expect(later.sent.isEmpty, "nothing is sent again by itself")
      _ = try await harness.create("first", from: try harness.caller("alice"))
      #expect(later.sent.count == 1)
    }
    withExtendedLifetime((folder, crashed)) {}
  }

  @Test("a create that is refused so again and again is rejected by its deadline, with at least a second between its tries")
  func againAndAgain() async throws {
    let time = ManualTime()
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .rejected(Self.no, retryAfter: .zero) }
    try await EngineHarness.run(upstream: upstream, time: time) { harness in
      let error = NIOLockedValueBox<GatewayError?>(nil)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          do { _ = try await harness.create() } catch let thrown as GatewayError { error.withLockedValue { $0 = thrown } }
        }
        try await time.advance(by: .milliseconds(100), until: { error.withLockedValue { $0 != nil } })
        try await group.waitForAll()
      }
      guard case .rejected(Self.no, .some) = error.withLockedValue({ $0 }) else {
        Issue.record("\(String(describing: error.withLockedValue { $0 }))")
        return
      }
      #expect((4...20).contains(upstream.sent.count), "more often than a create that fails, \(upstream.sent.count) times")
      #expect(try await harness.states() == [.rejected])
    }
  }
}
