import Testing
import TollgateCore
import TollgateFaultSimulation
import TollgateTestSupport

@testable import TollgateStore

/// The implementations of the port that the contract suite runs against.
enum StoreUnderTest: String, CaseIterable, Sendable {
  case sqlite
  /// The values that simulations of faults work on.
  case memory

  /// Runs a test against a fresh, empty store, and expects the store's own verification to be clean afterwards.
  func run(_ test: (any Store) async throws -> Void) async throws {
    switch self {
    case .sqlite:
      try await TemporaryFolder.with { folder in
        try await SQLiteStore.withStore(folder: folder) { store in
          try await test(store)
          try await expectClean(store)
        }
      }
    case .memory:
      let store = InMemoryStore()
      try await test(store)
      try await expectClean(store)
    }
  }
}

func expectClean(_ store: any Store, sourceLocation: SourceLocation = #_sourceLocation) async throws {
  for check in try await store.verify().checks {
    #expect(check.violations == [], "\(check.rule)", sourceLocation: sourceLocation)
  }
}

extension Store {
  /// Buys with an order that must buy.
  func buy(_ order: PurchaseOrder = Sample.order()) async throws -> GenerationNumber {
    let decision = try await decide(order)
    guard case .bought(let generation) = decision else { throw UnexpectedDecision(decision: decision) }
    return generation.number
  }

  /// Buys, and applies events at one second intervals.
  @discardableResult
  func live(_ order: PurchaseOrder, _ events: [GenerationEvent]) async throws -> Generation {
    try await apply(events, to: try await buy(order))
  }

  @discardableResult
  func live(_ events: [GenerationEvent]) async throws -> Generation { try await live(Sample.order(), events) }

  @discardableResult
  func apply(_ events: [GenerationEvent], to number: GenerationNumber) async throws -> Generation {
    var last = try #require(try await generation(number))
    for (index, event) in events.enumerated() {
      last = try await record(event, for: number, at: .after(Int64(index) + 1))
    }
    return last
  }

  /// The ledger of one generation as kinds and dollars.
  func entries(of number: GenerationNumber) async throws -> [String] {
    try await ledger(of: number).map { "\($0.entry.kind.rawValue) \($0.entry.amount)" }
  }
}

struct UnexpectedDecision: Error {
  let decision: PurchaseDecision
}
