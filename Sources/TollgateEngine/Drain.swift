import NIOConcurrencyHelpers

/// Whether the gateway is shutting down: no purchase starts any more, everything else is still answered.
package final class Drain: Sendable {
  private struct State {
    var isDraining = false
    var listeners: [@Sendable () -> Void] = []
  }

  private let state = NIOLockedValueBox(State())

  package init() {}

  package var isDraining: Bool { state.withLockedValue(\.isDraining) }

  package func begin() {
    let listeners = state.withLockedValue { state in
      state.isDraining = true
      defer { state.listeners = [] }
      return state.listeners
    }
    for listener in listeners { listener() }
  }

  /// Calls `listener` once, when the draining begins or has begun.
  func onBegin(_ listener: @escaping @Sendable () -> Void) {
    let hasBegun = state.withLockedValue { state in
      if !state.isDraining { state.listeners.append(listener) }
      return state.isDraining
    }
    if hasBegun { listener() }
  }
}
