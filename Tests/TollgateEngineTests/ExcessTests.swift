import Logging
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("A charge above its quote is booked in full, and somebody is told")
struct ExcessTests {
  private static let quote = Money(nanodollars: 40_000_000)
  private static let charge = Money(nanodollars: 90_000_000)
  private static let message = "the upstream charged more than was quoted"

  /// Checks the one line, the list of `verify`, and the balances.
  private static func expectOneExcess(_ log: LogRecorder, _ harness: EngineHarness) async throws {
    let lines = log.lines(message)
    #expect(lines.count == 1 && lines.first?.level == .warning)
    let model = "google/nano-banana-2/text-to-image"
    #expect(lines.first?.metadata == ["generation": "g1", "model": model, "quote": "0.04", "charge": "0.09"])
    let report = try await harness.store.verify()
    #expect(report.isClean && report.excess.count == 1 && report.excess.sum == charge - quote)
    #expect(report.excess.newest == ["g1 of \(model) held $0.04 and was charged $0.09"])
    let balances = try await harness.store.balances(in: BudgetProofTests.window)
    #expect(!balances.isEmpty && balances.allSatisfy { $0.held == .zero && $0.spent == charge })
  }

  @Test("logged once, whoever asks again, and listed by verify; the next purchase finds the window full and the quote raised")
  func once() async throws {
    let log = LogRecorder()
    let folder = TemporaryFolder()
    let limit = Self.quote + Self.quote
    let keys = [TestKey.declared("alice", limits: KeyLimits(budgets: BudgetLimits(day: limit)))]
    let upstream = ScriptedUpstream(price: Self.charge)
    for run in 0..<2 {
      try await EngineHarness.run(
        folder: folder.path, upstream: upstream, keys: keys, time: ManualTime(), logger: log.logger
      ) { harness in
        let alice = try harness.caller("alice")
        if run == 0 { #expect(try await harness.create("a", from: alice).charged == Self.charge) }
        for _ in 0..<3 { #expect(try await harness.create("a", from: alice).charged == .zero) }
        await #expect {
          try await harness.create("b", from: alice)
        } throws: { error in
          guard case .overBudget(let shortage, _) = error as? GatewayError else { return false }
          return shortage.balance.left == .zero && shortage.balance.spent == Self.charge && shortage.needed == Self.charge
        }
        try await Self.expectOneExcess(log, harness)
      }
    }
    #expect(upstream.sent.count == 1)
  }

  @Test("also where the upstream names the charge at the end only")
  func corrected() async throws {
    let log = LogRecorder()
    let upstream = ScriptedUpstream(price: Self.charge)
    upstream.onCreate { _, number in .accepted(upstreamID: ScriptedUpstream.id(number), charge: .unstated) }
    var policy = EngineHarness.quickPolicy
    policy.polling.first = .seconds(1)
    let time = ManualTime()
    try await EngineHarness.run(policy: policy, upstream: upstream, time: time, logger: log.logger) { harness in
      #expect(try await harness.create("a").charged == Self.quote)
      #expect(log.lines(Self.message).isEmpty)
      try await time.advance(by: .milliseconds(500), until: { try await harness.states() == [.succeeded] })
      try await eventually("the line", holds: { !log.lines(Self.message).isEmpty })
      try await Self.expectOneExcess(log, harness)
    }
  }
}
