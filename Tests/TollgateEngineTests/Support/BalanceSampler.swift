import NIOConcurrencyHelpers
import Testing
import TollgateCore

/// Reads the balances again and again while a test runs, and looks for one that is over its limit at any instant.
final class BalanceSampler: Sendable {
  private let state = NIOLockedValueBox((samples: 0, violations: [String]()))

  var samples: Int { state.withLockedValue { $0.samples } }

  /// Runs `body` while the balances in `window` are read as often as the machine allows, a millisecond after
  /// the last time: some forty times a second beside a storm of creates on two busy cores.
  static func watching(
    _ harness: EngineHarness, in window: LedgerWindow, _ body: () async throws -> Void
  ) async throws {
    let sampler = BalanceSampler()
    // Not ended by cancellation: a read that is cancelled throws.
    let isOver = NIOLockedValueBox(false)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while !isOver.withLockedValue({ $0 }) {
          try await sampler.sample(harness.store, in: window)
          try await Task.sleep(for: .milliseconds(1))
        }
      }
      defer { isOver.withLockedValue { $0 = true } }
      try await body()
      isOver.withLockedValue { $0 = true }
      try await group.waitForAll()
    }
    try await sampler.sample(harness.store, in: window)
    #expect(sampler.state.withLockedValue { $0.violations } == [])
    #expect(sampler.samples > 1)
  }

  private func sample(_ store: any Store, in window: LedgerWindow) async throws {
    let balances = try await store.balances(in: window)
    let over = balances.filter { balance in balance.limit.map { balance.spent + balance.held > $0 } ?? false }
    state.withLockedValue { state in
      state.samples += 1
      state.violations += over.map { "\($0)" }
    }
  }
}
