import Testing
import TollgateCore

/// What a gateway says that it bought, at a moment when nothing is under way.
struct Books {
  private let generations: [GenerationSummary]
  /// How many unknown purchases there are of each content.
  private let unknown: [String: Int]

  init(of client: GatewayClient) async throws {
    generations = try await client.generations()
    var unknown: [String: Int] = [:]
    for generation in generations where generation.state == .unknown {
      unknown[try await client.generation(generation.number).content, default: 0] += 1
    }
    self.unknown = unknown
  }

  /// How many generations are in each state.
  var states: [GenerationState: Int] { generations.reduce(into: [:]) { $0[$1.state, default: 0] += 1 } }

  /// Checks that every purchase is known, or the outcome of its create is known to be unknown, and that none was made twice.
  func compare(with purchases: [SimulatorControl.Purchase]) {
    #expect(Set(purchases.map(\.sha256)).count == purchases.count, "something was bought twice")
    #expect(generations.allSatisfy { ![.held, .submitting, .running, .stalled].contains($0.state) }, "\(states)")

    let known = Dictionary(generations.compactMap { generation in generation.upstreamID.map { ($0, generation) } }) {
      first, _ in
      Issue.record("\(first.number) shares its upstream job with another")
      return first
    }
    #expect(Set(known.keys).isSubset(of: purchases.map(\.id)), "the gateway knows upstream jobs that there are not")
    let wrong = purchases.filter { purchase in
      known[purchase.id].map { $0.state != .succeeded || $0.captured != purchase.amount } ?? false
    }
    #expect(wrong.isEmpty, "the gateway tells something else about a purchase")
    var unknown = unknown
    for purchase in purchases where known[purchase.id] == nil { unknown[purchase.sha256, default: 0] -= 1 }
    let lost = unknown.filter { $0.value < 0 }
    #expect(lost.isEmpty, "the gateway does not know of purchases")
  }
}
