import Foundation
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("A day's budget resets at midnight of the time zone")
struct BudgetWindowTests {
  /// Chile's clocks went back at midnight: Saturday 2026-04-04 had 25 hours, and ended at 04:00 UTC.
  @Test("also where the clocks go back at midnight, and the day has 25 hours")
  func daylightSaving() async throws {
    let time = ManualTime()
    var policy = EngineHarness.quickPolicy
    policy.timeZone = try #require(TimeZone(identifier: "America/Santiago"))
    let midnight = Timestamp(millisecondsSince1970: 1_775_361_600_000)  // 2026-04-05T04:00:00Z
    let price = Money(nanodollars: 40_000_000)
    let keys = [TestKey.declared("alice", limits: KeyLimits(budgets: BudgetLimits(day: price)))]
    let upstream = ScriptedUpstream()
    upstream.onQuery { .record(.running($0)) }
    try await EngineHarness.run(policy: policy, upstream: upstream, keys: keys, time: time) { harness in
      let alice = try harness.caller("alice")
      // 23:30 by summer time, on Saturday.
      time.advance(by: (midnight - .seconds(5400)).since(time.now()))
      let bought = try await harness.create("one", from: alice)
      let expected = GatewayError.overBudget(
        BudgetShortage(
          balance: Balance(scope: .key(alice.key.id), window: .day(20_260_404), spent: price, limit: price), needed: price),
        resetsAt: midnight)
      await #expect(throws: expected) { try await harness.create("two", from: alice) }
      // 23:30 by winter time, still on Saturday.
      time.advance(by: .seconds(3600))
      await #expect(throws: expected) { try await harness.create("two", from: alice) }
      time.advance(by: .milliseconds(1_799_999))
      await #expect(throws: expected) { try await harness.create("two", from: alice) }
      time.advance(by: .milliseconds(1))
      _ = try await harness.create("two", from: alice)
      // What is refunded now belongs to Saturday.
      _ = try await harness.store.record(
        .failed(error: "late", credit: nil, refunded: price), for: bought.generation, at: time.now())
      let today = try await harness.store.balances(in: LedgerWindow(day: 20_260_405, month: 202_604))
      #expect(today.first { $0.scope == .key(alice.key.id) && $0.window == .day(20_260_405) }?.spent == price)
    }
  }
}
