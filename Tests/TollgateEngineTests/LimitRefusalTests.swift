import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("A refused create burns nothing of any other limit")
struct LimitRefusalTests {
  private static let price = Money(nanodollars: 40_000_000)

  /// How many purchases a minute are left, of the key and of the gateway.
  private static func purchasesLeft(_ harness: EngineHarness, _ caller: Caller) -> [Int] {
    harness.gateway.rateStatus(of: caller).all.filter { $0.kind == .generations }.map(\.remaining)
  }

  private static func spent(_ harness: EngineHarness, _ caller: Caller) async throws -> Money? {
    let balances = try await harness.store.balances(in: BudgetProofTests.window)
    #expect(balances.allSatisfy { $0.held == .zero })
    return balances.first { $0.scope == .key(caller.key.id) && $0.window == .total }?.spent
  }

  @Test("no purchase of the rate, where a budget or the number of running purchases refuses")
  func rate() async throws {
    var policy = EngineHarness.quickPolicy
    policy.rate = RateLimits(generationsPerMinute: 10)
    policy.maximumRunning = 3
    let rate = RateLimits(generationsPerMinute: 5)
    let keys = [
      TestKey.declared("alice", limits: KeyLimits(rate: rate, maximumRunning: 1)),
      TestKey.declared("bob", limits: KeyLimits(budgets: BudgetLimits(total: Self.price), rate: rate)),
      TestKey.declared("carol", limits: KeyLimits(rate: rate)),
    ]
    try await EngineHarness.run(policy: policy, keys: keys, time: ManualTime()) { harness in
      let (alice, bob, carol) = (
        try harness.caller("alice"), try harness.caller("bob"), try harness.caller("carol")
      )
      _ = try await harness.create("alice's", from: alice)
      #expect(Self.purchasesLeft(harness, alice) == [4, 9])
      for number in 0..<3 {
        await #expect(throws: GatewayError.tooManyRunning(RunningRefusal(scope: .key(alice.key.id), limit: 1))) {
          try await harness.create("alice \(number)", from: alice)
        }
      }
      #expect(Self.purchasesLeft(harness, alice) == [4, 9])

      _ = try await harness.create("bob's", from: bob)
      for number in 0..<3 {
        await #expect(throws: GatewayError.self) { try await harness.create("bob \(number)", from: bob) }
        _ = try await harness.create("alice's", from: bob)
      }
      #expect(Self.purchasesLeft(harness, bob) == [4, 8])
      #expect(try await Self.spent(harness, bob) == Self.price)

      _ = try await harness.create("carol's", from: carol)
      for number in 0..<3 {
        await #expect(throws: GatewayError.tooManyRunning(RunningRefusal(scope: .gateway, limit: 3))) {
          try await harness.create("carol \(number)", from: carol)
        }
      }
      #expect(Self.purchasesLeft(harness, carol) == [4, 7])
      #expect(harness.upstream.sent.count == 3)
    }
  }

  @Test("no purchase of the rate, while the upstream refuses the gateway's own key")
  func pause() async throws {
    let no = Rejection(httpStatus: 401, code: 401, text: "no")
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .credentialRefused(no) }
    let keys = [TestKey.declared("alice", limits: KeyLimits(rate: RateLimits(generationsPerMinute: 5)))]
    try await EngineHarness.run(upstream: upstream, keys: keys, time: ManualTime()) { harness in
      let alice = try harness.caller("alice")
      for number in 0..<4 {
        await #expect(throws: GatewayError.credentialRefused) { try await harness.create("\(number)", from: alice) }
      }
      #expect(upstream.sent.count == 1)
      #expect(Self.purchasesLeft(harness, alice) == [5], "what was released counts no more than what was refused")
      #expect(try await Self.spent(harness, alice) == .zero)
    }
  }

  @Test("no money and no running purchase, where the rate refuses")
  func money() async throws {
    let limits = KeyLimits(
      budgets: BudgetLimits(day: Self.price + Self.price), rate: RateLimits(generationsPerMinute: 1), maximumRunning: 2)
    let time = ManualTime()
    let upstream = ScriptedUpstream()
    upstream.onQuery { .record(.running($0)) }
    try await EngineHarness.run(upstream: upstream, keys: [TestKey.declared("alice", limits: limits)], time: time) { harness in
      let alice = try harness.caller("alice")
      _ = try await harness.create("first", from: alice)
      for number in 0..<5 {
        let refusal = RateRefusal(kind: .generations, scope: .key(alice.key.id), limit: 1, retryAfter: .seconds(60))
        await #expect(throws: GatewayError.tooFast(refusal)) { try await harness.create("\(number)", from: alice) }
      }
      #expect(try await Self.spent(harness, alice) == Self.price)
      time.advance(by: .seconds(60))
      // There is room for one more, in the budget and beside the one that runs.
      _ = try await harness.create("second", from: alice)
      #expect(try await Self.spent(harness, alice) == Self.price + Self.price)
    }
  }
}
