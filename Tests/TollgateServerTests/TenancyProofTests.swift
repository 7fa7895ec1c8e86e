import Foundation
import HTTPTypes
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

/// With scope `key` nothing tells a key what another one has bought: `./dev prove tenancy` for the times as well.
@Suite("A key cannot tell what another key has bought")
struct TenancyProofTests {
  /// How often times are compared; 0 for bodies and headers only, which is no matter of chance.
  private static let runs = ProcessInfo.processInfo.environment["TOLLGATE_TEST_TENANCY"].flatMap { Int($0) } ?? 0
  /// Of what alice has bought, and of what nobody has: so many requests of each.
  private static let requests = runs > 0 ? 250 : 8
  /// What may differ between any two answers.
  private static let ids: Set<String> = ["date", "tollgate-generation"]

  /// What bob sees of one prompt.
  private struct View {
    let create: Reply
    let record: Reply
    /// How long the create took, in seconds.
    let time: Double
  }

  @Test("bodies and headers are alike but for ids, and times come from one distribution")
  func views() async throws {
    var alike = 0
    for run in 0..<max(1, Self.runs) {
      let (bought, fresh) = try await views(seed: UInt64(run) + 1)
      #expect(Set(bought.map(\.visible)).union(fresh.map(\.visible)).count == 1, "all answers are alike but for ids")
      let p = KolmogorovSmirnov.p(bought.map(\.view.time), fresh.map(\.view.time))
      if p > 0.01 { alike += 1 }
      if Self.runs > 0 { print("tenancy: run \(run + 1): p = \(p)") }
    }
    guard Self.runs > 0 else { return }
    print("tenancy: \(alike) of \(Self.runs) runs with p > 0.01, each of \(Self.requests)/\(Self.requests) requests")
    #expect(alike >= Self.runs - max(1, Self.runs / 20))
  }

  /// What bob gets for what alice has bought, and for what nobody has, asked for in random order.
  private func views(seed: UInt64) async throws -> (
    bought: [(view: View, visible: String)], fresh: [(view: View, visible: String)]
  ) {
    let setup = GatewayUnderTest.Setup { setup in
      setup.access = .keyed([TestKey.declared("alice"), TestKey.declared("bob")])
      setup.policy.sharing = .key
      setup.simulator.jobDuration = .zero
      guard Self.runs > 0 else { return }
      // While times are taken no job ends, and none is asked about.
      setup.simulator.jobDuration = .seconds(3600)
      setup.policy.polling.first = .seconds(600)
      setup.policy.polling.maximum = .seconds(600)
    }
    var bought: [(view: View, visible: String)] = []
    var fresh: [(view: View, visible: String)] = []
    try await GatewayUnderTest.run(setup) { gateway in
      let (alice, bob) = (TestKey.secret(of: "alice"), TestKey.secret(of: "bob"))
      var random = SeededGenerator(seed: seed)
      var prompts = (0..<Self.requests * 2).map { "picture \(1000 + $0)" }.shuffled(using: &random)
      let ofAlice = Set(prompts.prefix(Self.requests))
      for prompt in ofAlice.sorted() {
        let reply = try await gateway.created(Body.picture(prompt), key: alice)
        if Self.runs == 0 { try await gateway.query(reply.jobID, untilStatus: 2, key: alice) }
      }
      // The first requests of a key make what later ones find.
      for index in 0..<3 { _ = try await gateway.created(Body.picture("warm \(index)"), key: bob) }
      prompts.shuffle(using: &random)
      let clock = ContinuousClock()
      for prompt in prompts {
        let start = clock.now
        let create = try await gateway.created(Body.picture(prompt), key: bob)
        let time = (clock.now - start) / .seconds(1)
        let record =
          Self.runs == 0
          ? try await gateway.query(create.jobID, untilStatus: 2, key: bob) : try await gateway.query(create.jobID, key: bob)
        let view = View(create: create, record: record, time: time)
        let seen = (view, try Self.visible(view, prompt: prompt))
        if ofAlice.contains(prompt) { bought.append(seen) } else { fresh.append(seen) }
      }
      let key = TestKey.secret(of: "bob")
      let asked = ofAlice.sorted().prefix(3).map { $0 + "!" }
      for prompt in asked {
        let cached = try await gateway.create(Body.picture(prompt), headers: ["Cache-Control": "only-if-cached"], key: key)
        cached.expectError(504, 50410)
      }
    }
    return (bought, fresh)
  }

  /// An answer with everything that tells two of one kind apart taken out.
  private static func visible(_ view: View, prompt: String) throws -> String {
    let jobID = try view.create.jobID
    var texts: [String] = []
    for reply in [view.create, view.record] {
      texts.append("\(reply.status)")
      texts += reply.headers.filter { !ids.contains($0.name.canonicalName) }.map { "\($0.name): \($0.value)" }.sorted()
      texts.append(reply.text.replacing(jobID, with: "ID").replacing(prompt, with: "PROMPT"))
    }
    return try texts.joined(separator: "\n")
      .replacing(Regex(#""[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z""#), with: "TIME")
      .replacing(Regex(#"http://[^"]*"#), with: "LINK")
  }
}

/// The two-sample Kolmogorov-Smirnov test.
enum KolmogorovSmirnov {
  /// How likely two samples of one distribution differ as much as these (Stephens' approximation).
  static func p(_ left: [Double], _ right: [Double]) -> Double {
    let (left, right) = (left.sorted(), right.sorted())
    var distance = 0.0
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      let value = min(left[i], right[j])
      while i < left.count, left[i] <= value { i += 1 }
      while j < right.count, right[j] <= value { j += 1 }
      distance = max(distance, abs(Double(i) / Double(left.count) - Double(j) / Double(right.count)))
    }
    let size = (Double(left.count * right.count) / Double(left.count + right.count)).squareRoot()
    let lambda = (size + 0.12 + 0.11 / size) * distance
    guard lambda > 0.2 else { return 1 }
    let sum = (1...100).reduce(0.0) { sum, k in
      sum + (k.isMultiple(of: 2) ? -2 : 2) * exp(-2 * Double(k * k) * lambda * lambda)
    }
    return min(1, max(0, sum))
  }
}

@Suite struct KolmogorovSmirnovTests {
  /// A difference that is there is found, and one that is not is not.
  @Test func tellsDistributionsApart() {
    var random = SeededGenerator(seed: 1)
    func sample(_ shift: Double) -> [Double] { (0..<250).map { _ in Double.random(in: 0...1, using: &random) + shift } }
    #expect(KolmogorovSmirnov.p(sample(0), sample(0)) > 0.01)
    #expect(KolmogorovSmirnov.p(sample(0), sample(0.25)) < 0.0001)
    #expect(KolmogorovSmirnov.p([1, 2, 3], [1, 2, 3]) == 1)
    // 0.04 by the published tables: D = 0.125 of 250 and 250.
    let first = (0..<250).map { Double($0) }
    let p = KolmogorovSmirnov.p(first, first.map { $0 + 31.5 })
    #expect((0.03...0.05).contains(p), "\(p)")
  }
}
