import NIOConcurrencyHelpers
package import TollgateCore

/// What lets a person in over the network, as long as it is that: a reload may put another in its place, or none.
package final class AdminToken: Sendable {
  private struct State {
    var token: Secret?
    var revision = 0
  }

  private let state: NIOLockedValueBox<State>

  package init(_ token: Secret?) { state = NIOLockedValueBox(State(token: token)) }

  /// The token; `nil` where there is none.
  var current: Secret? { state.withLockedValue(\.token) }

  /// How often it has changed: whoever was let in by another one is not let in any more.
  var revision: Int { state.withLockedValue(\.revision) }

  /// Puts another one in its place.
  package func replace(by token: Secret?) {
    state.withLockedValue { state in
      guard token != state.token else { return }
      state.token = token
      state.revision += 1
    }
  }
}
