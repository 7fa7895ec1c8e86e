import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

/// Budgets hold under any concurrency, shown with the real engine over the real store. The clock stands still, so that every
/// purchase falls into the same windows.
@Suite("Not one unit over budget, and no refusal while money is left")
struct BudgetProofTests {
  private static let price = Money(nanodollars: 40_000_000)
  /// Of ``ManualTime/start`` in UTC.
  static let window = LedgerWindow(day: 20_260_330, month: 202_603)

  /// One budget for exactly so many purchases, and so many creates at once.
  struct Round: Sendable {
    let name: String
    let purchases: Int
    let creates: Int
    /// What is left when all are bought, less than one more costs.
    let rest: Int64

    var budget: Money { Money(nanodollars: BudgetProofTests.price.nanodollars * Int64(purchases) + rest) }
  }

  /// 100 rounds: most with tens to hundreds of creates, three with 2000 and one with 10,000.
  private static let rounds: [Round] = {
    var random = SeededGenerator(seed: 3)
    return (0..<100).map { number in
      let creates =
        switch number {
        case 50: 10_000
        case 20, 40, 60: 2000
        default: 10 + random.below(number % 10 == 0 ? 400 : 90)
        }
      return Round(
        name: "key-\(number)", purchases: random.below(min(creates + 5, 600)), creates: creates,
        rest: random.chance(1, in: 3) ? 0 : Int64(random.below(40_000_000)))
    }
  }()

  @Test("100 rounds: a budget for exactly k, N distinct creates at once, exactly k accepted upstream")
  func exactly() async throws {
    let keys = Self.rounds.map { TestKey.declared($0.name, limits: KeyLimits(budgets: BudgetLimits(total: $0.budget))) }
    try await EngineHarness.run(policy: Self.policy, keys: keys, time: ManualTime()) { harness in
      try await BalanceSampler.watching(harness, in: Self.window) {
        for round in Self.rounds {
          let sent = harness.upstream.sent.count
          let caller = try harness.caller(round.name)
          let tally = try await Self.storm(harness, creates: round.creates) { ("\(round.name) \($0)", caller) }
          #expect(tally.bought == min(round.purchases, round.creates), "\(round)")
          #expect(tally.refused == round.creates - tally.bought, "\(round)")
          #expect(harness.upstream.sent.count - sent == tally.bought, "\(round)")
        }
      }
    }
  }

  @Test("key, team and gateway by day, month and total together: whichever is tightest", arguments: 0..<12 as Range<UInt64>)
  func nineBudgets(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    func limits(around middle: Int) -> BudgetLimits {
      func limit() -> Money? {
        random.chance(1, in: 4)
          ? nil : Money(nanodollars: Self.price.nanodollars * Int64(random.below(middle)) + Int64(random.below(40_000_000)))
      }
      return BudgetLimits(total: limit(), month: limit(), day: limit())
    }
    let teams = ["red": limits(around: 80), "blue": limits(around: 80)]
    let keys = (0..<6).map { number in
      TestKey.declared(
        "key-\(number)", team: number < 4 ? (number % 2 == 0 ? "red" : "blue") : nil,
        limits: KeyLimits(budgets: limits(around: 40)))
    }
    let declaration = Declaration(budgets: limits(around: 150), teams: teams, keys: keys)
    try await EngineHarness.run(policy: Self.policy, declaration: declaration, time: ManualTime()) { harness in
      let callers = try keys.map { try harness.caller($0.key.name) }
      try await BalanceSampler.watching(harness, in: Self.window) {
        let tally = try await Self.storm(harness, creates: 240) { ("storm \($0)", callers[$0 % callers.count]) }
        #expect(harness.upstream.sent.count == tally.bought)
        var spent = try await Self.spent(in: harness)
        #expect(spent[Place(scope: .gateway, window: .total)] ?? .zero == Self.price.multiplied(by: Int64(tally.bought)))
        let ofKeys = spent.filter { if case .key = $0.key.scope { $0.key.window == .total } else { false } }
        #expect(ofKeys.values.reduce(.zero, +) == spent[Place(scope: .gateway, window: .total)] ?? .zero)
        // One after the other, so that it is known of each what has to happen, and that nothing else does.
        for (number, caller) in callers.enumerated() {
          let scopes = Scope.all(of: caller.key.id, team: caller.key.team)
          let concerned = try await harness.store.balances(in: Self.window).filter { scopes.contains($0.scope) }
          let fits = concerned.allSatisfy { $0.mayHold(Self.price) }
          let next = try await Self.storm(harness, creates: 1) { _ in ("again \(number)", caller) }
          #expect(next.bought == (fits ? 1 : 0))
          for scope in scopes where fits {
            for window in Self.window.budgetWindows { spent[Place(scope: scope, window: window), default: .zero] += Self.price }
          }
          #expect(try await Self.spent(in: harness) == spent)
        }
      }
    }
  }

  private struct Place: Hashable {
    let scope: Scope
    let window: BudgetWindow
  }

  /// What was spent where. Between purchases nothing is held anywhere.
  private static func spent(in harness: EngineHarness) async throws -> [Place: Money] {
    let balances = try await harness.store.balances(in: window)
    #expect(balances.allSatisfy { $0.held == .zero }, "refusals and captures leave nothing held")
    let spent = balances.map { (Place(scope: $0.scope, window: $0.window), $0.spent) }
    return Dictionary(uniqueKeysWithValues: spent).filter { $0.value != .zero }
  }

  @Test(
    "each of the nine balances in turn refuses, on the very first purchase of its window or a later one; nothing is held",
    arguments: [0, 1, 3] as [Int64])
  func eachOfNine(earlier: Int64) async throws {
    let spent = Money(nanodollars: Self.price.nanodollars * earlier)
    for scope in 0..<3 {
      for period in BudgetPeriod.allCases {
        var tight = BudgetLimits()
        tight[period] = Money(nanodollars: spent.nanodollars + Self.price.nanodollars - 1)
        let limits = (0..<3).map { $0 == scope ? tight : BudgetLimits() }
        let declaration = Declaration(
          budgets: limits[2], teams: ["red": limits[1]],
          keys: [TestKey.declared("alice", team: "red", limits: KeyLimits(budgets: limits[0]))])
        try await EngineHarness.run(policy: Self.policy, declaration: declaration, time: ManualTime()) { harness in
          let alice = try harness.caller("alice")
          for number in 0..<earlier { _ = try await harness.create("earlier \(number)", from: alice) }
          let error = await #expect(throws: GatewayError.self) { try await harness.create(from: alice) }
          guard case .overBudget(let shortage, _) = error else {
            Issue.record("\(String(describing: error))")
            return
          }
          #expect(shortage.balance.scope == Scope.all(of: alice.key.id, team: "red")[scope])
          #expect(shortage.balance.window.period == period && shortage.needed == Self.price)
          let balances = try await harness.store.balances(in: Self.window)
          // After a first refusal there is only the scope that has a limit.
          #expect(balances.count == (earlier == 0 ? 3 : 9))
          #expect(balances.allSatisfy { $0.held == .zero && $0.spent == spent })
          #expect(harness.upstream.sent.count == Int(earlier))
        }
      }
    }
  }

  @Test("a poor key that comes first never refuses a rich one")
  func poorAndRich() async throws {
    let keys = [
      TestKey.declared("poor", limits: KeyLimits(budgets: BudgetLimits(day: .zero))), TestKey.declared("rich"),
    ]
    try await EngineHarness.run(policy: Self.policy, keys: keys, time: ManualTime()) { harness in
      let (poor, rich) = (try harness.caller("poor"), try harness.caller("rich"))
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<200 {
          group.addTask {
            // Refused for its own budget, or shares what the rich one has bought in the meantime.
            do { _ = try await harness.create("picture \(number)", from: poor) } catch GatewayError.overBudget {}
          }
          group.addTask { _ = try await harness.create("picture \(number)", from: rich) }
        }
        try await group.waitForAll()
      }
      #expect(harness.upstream.sent.count == 200)
    }
  }

  @Test("clients that hang up leak nothing: every purchase lands, every hold is turned into its charge")
  func disconnects() async throws {
    let upstream = ScriptedUpstream()
    let gate = Gate()
    upstream.accept(after: gate)
    let budget = Money(nanodollars: Self.price.nanodollars * 50)
    let keys = [TestKey.declared("alice", limits: KeyLimits(budgets: BudgetLimits(total: budget)))]
    try await EngineHarness.run(policy: Self.policy, upstream: upstream, keys: keys, time: ManualTime()) { harness in
      let alice = try harness.caller("alice")
      let clients = NIOLockedValueBox(0)
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<300 {
          group.addTask {
            clients.withLockedValue { $0 += 1 }
            _ = try? await harness.create("gone \(number)", from: alice)
          }
        }
        while clients.withLockedValue({ $0 }) < 300 { await Task.yield() }
        group.cancelAll()
      }
      await gate.open()
      try await eventually("the end of every purchase") {
        try await harness.states().allSatisfy { $0 == .running } ? true : nil
      }
      let bought = try await harness.states().count
      #expect(bought <= 50 && upstream.sent.count == bought)
      let own = try await harness.store.balances(in: Self.window).first { $0.limit != nil }
      #expect(own?.held == .zero)
      #expect(own?.spent == Money(nanodollars: Self.price.nanodollars * Int64(bought)))
      // What they left is all there for the next.
      let tally = try await Self.storm(harness, creates: 100) { ("next \($0)", alice) }
      #expect(tally.bought == 50 - bought)
    }
  }

  @Test("hits and joins work on an exhausted budget")
  func exhausted() async throws {
    let upstream = ScriptedUpstream()
    upstream.onQuery { id in .record(id == "up-1" ? .finished(id) : .running(id)) }
    let budget = BudgetLimits(total: Self.price + Self.price)
    let keys = [TestKey.declared("alice", limits: KeyLimits(budgets: budget))]
    try await EngineHarness.run(upstream: upstream, keys: keys) { harness in
      let alice = try harness.caller("alice")
      let first = try await harness.create("finished", from: alice)
      try await harness.record(of: first.jobID, untilStatus: 2, from: alice)
      _ = try await harness.create("running", from: alice)
      for _ in 0..<20 {
        let hit = try await harness.create("finished", from: alice)
        let joined = try await harness.create("running", from: alice)
        guard case .hit = hit.outcome, case .joined = joined.outcome else {
          Issue.record("\(hit.outcome) \(joined.outcome)")
          return
        }
      }
      await #expect(throws: GatewayError.self) { try await harness.create("new", from: alice) }
      #expect(upstream.sent.count == 2)
    }
  }

  // MARK: Storms

  private static var policy: GatewayPolicy {
    var policy = EngineHarness.quickPolicy
    policy.maximumSending = 10_000
    policy.queueSize = 20_000
    return policy
  }

  /// Sends creates at once.
  ///
  /// - Returns: how many were bought, and how many were refused for their budget; nothing else may happen. Every refusal names a
  ///   balance in which the price did not fit.
  static func storm(
    _ harness: EngineHarness, creates: Int, _ create: @escaping @Sendable (Int) -> (prompt: String, caller: Caller)
  ) async throws -> (bought: Int, refused: Int) {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<creates {
        group.addTask {
          let (prompt, caller) = create(number)
          do {
            _ = try await harness.create(prompt, from: caller)
            return true
          } catch GatewayError.overBudget(let shortage, _) {
            #expect(!shortage.balance.mayHold(shortage.needed), "refused while money was left: \(shortage)")
            return false
          }
        }
      }
      var tally = (bought: 0, refused: 0)
      for try await isBought in group {
        if isBought { tally.bought += 1 } else { tally.refused += 1 }
      }
      return tally
    }
  }
}
