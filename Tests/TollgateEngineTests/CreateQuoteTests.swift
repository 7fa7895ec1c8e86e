import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("Quotes and statistics")
struct CreateQuoteTests {
  private static let price = Money(nanodollars: 40_000_000)

  @Test("a quote says what a create would bring and what would be left, and spends nothing")
  func quote() async throws {
    let upstream = ScriptedUpstream()
    let budgets = BudgetLimits(day: Self.price + Self.price)
    let declaration = Declaration(
      budgets: BudgetLimits(total: Self.price), keys: [TestKey.declared("alice", limits: KeyLimits(budgets: budgets))])
    try await EngineHarness.run(upstream: upstream, declaration: declaration) { harness in
      let alice = try harness.caller("alice")
      func quote(_ prompt: String) async throws -> CreateQuote {
        try await harness.gateway.quote(EngineHarness.body(prompt), directives: CreateDirectives(), from: alice)
      }
      for _ in 0..<3 {
        let miss = try await quote("a")
        #expect(miss.outcome == .miss(bypassed: false) && miss.quote == Self.price && miss.saved == nil)
        #expect(miss.budgets.map(\.before.scope) == [.key(alice.key.id), .gateway])
        #expect(miss.budgets.map(\.before.left) == [Self.price + Self.price, Self.price])
        #expect(miss.budgets.map(\.after.left) == [Self.price, .zero])
        #expect(miss.budgets.map { $0.resetsAt == nil } == [false, true])
        #expect(miss.budgets.allSatisfy { $0.suffices })
      }
      #expect(try await harness.states().isEmpty && upstream.sent.isEmpty)
      let answer = try await harness.create("a", from: alice)
      try await harness.record(of: answer.jobID, untilStatus: 2, from: alice)
      let hit = try await quote("a")
      guard case .hit = hit.outcome else {
        Issue.record("\(hit.outcome)")
        return
      }
      #expect(hit.generation == answer.generation && hit.saved == Self.price)
      let refused = try await quote("b")
      guard case .refused(.overBudget(let shortage, nil)) = refused.outcome else {
        Issue.record("\(refused.outcome)")
        return
      }
      #expect(shortage.balance.scope == .gateway)
      #expect(refused.budgets.map(\.suffices) == [true, false])
      #expect(refused.budgets.map { $0.before == $0.after } == [true, true])
    }
  }

  @Test("every create is counted once by its end, and the last ones are written down at the end")
  func usage() async throws {
    let folder = TemporaryFolder()
    let keys = [TestKey.declared("alice", limits: KeyLimits(budgets: BudgetLimits(total: Self.price)))]
    try await EngineHarness.run(folder: folder.path, keys: keys) { harness in
      let alice = try harness.caller("alice")
      let answer = try await harness.create("a", from: alice)
      try await harness.record(of: answer.jobID, untilStatus: 2, from: alice)
      for _ in 0..<3 { _ = try await harness.create("a", from: alice) }
      for _ in 0..<2 { await #expect(throws: GatewayError.self) { try await harness.create("b", from: alice) } }
      await #expect(throws: GatewayError.self) {
        try await harness.gateway.create([], directives: CreateDirectives(), from: alice)
      }
    }
    try await EngineHarness.run(folder: folder.path, keys: keys) { harness in
      let sums = try await harness.store.usage(UsageQuery(by: .key))
      let own = try #require(sums.first)
      #expect(sums.count == 1)
      #expect(own.counts[.miss] == 1 && own.counts[.hit] == 3 && own.counts[.refused] == 3, "\(own)")
      #expect(own.spent == Self.price && own.saved == Money(nanodollars: 3 * Self.price.nanodollars))
      let models = try await harness.store.usage(UsageQuery(by: .model))
      #expect(models.contains { $0.group == .model("google/nano-banana-2/text-to-image") && $0.counts[.hit] == 3 })
    }
  }
}
