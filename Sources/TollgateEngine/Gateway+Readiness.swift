import TollgateCore

/// Whether the gateway can do its work. It says nothing about the upstream, of which repeats are independent, and which another
/// gateway would not reach either.
package enum Readiness: String, Sendable, CaseIterable {
  case ready
  /// It is shutting down.
  case draining
  /// What was written last did not become durable: nothing can be bought.
  case unwritable

  /// Why it is not ready, in a sentence that has no secrets, paths or names in it: whoever asks needs no key.
  package var reason: String? {
    switch self {
    case .ready: nil
    case .draining: "The gateway is shutting down."
    case .unwritable: "The gateway's database cannot be written, so that nothing can be bought; its log says why."
    }
  }
}

extension Gateway {
  /// Whether the gateway can do its work, by what is known already: nothing is tried for it.
  package var readiness: Readiness {
    if pauses.drain.isDraining { return .draining }
    return store.condition().trouble == nil ? .ready : .unwritable
  }
}
