import NIOConcurrencyHelpers
import TollgateCore

/// What the engine goes by at one moment: nothing in it ever changes. A class, because every request reads one.
final class EngineSettings: Sendable {
  let policy: GatewayPolicy
  /// Prices and defaults.
  let catalogue: Catalogue
  let rates: RateLimiter

  init(policy: GatewayPolicy, catalogue: Catalogue, rates: RateLimiter) {
    self.policy = policy
    self.catalogue = catalogue
    self.rates = rates
  }

  /// How long a result of a model is replayed; `nil` for ever.
  func timeToLive(of model: String) -> Duration? {
    switch catalogue.timeToLive(model: model) {
    case .forever: nil
    case .limited(let duration): duration
    case nil: policy.timeToLive
    }
  }
}

/// What the engine goes by now. A reload puts others in their place; who has begun under the old ones ends under them.
final class LiveSettings: Sendable {
  private let box: NIOLockedValueBox<EngineSettings>

  init(_ settings: EngineSettings) { box = NIOLockedValueBox(settings) }

  var current: EngineSettings { box.withLockedValue { $0 } }

  func replace(by settings: EngineSettings) { box.withLockedValue { $0 = settings } }
}
