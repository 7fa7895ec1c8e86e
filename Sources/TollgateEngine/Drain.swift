import NIOConcurrencyHelpers

/// Whether the gateway is shutting down: no purchase starts any more, everything else is still answered.
package final class Drain: Sendable {
  private let state = NIOLockedValueBox(false)

  package init() {}

  package var isDraining: Bool { state.withLockedValue { $0 } }

  package func begin() { state.withLockedValue { $0 = true } }
}
