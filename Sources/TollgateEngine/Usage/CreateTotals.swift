import TollgateCore

/// How creates have ended since the start, by key and by model. There are only so many of either; what is beyond them is summed up
/// together.
struct CreateTotals: Sendable {
  static let maximumKeys = 500
  static let maximumModels = 500

  private(set) var byKey: [KeyID: GatewayFigures.Creates] = [:]
  private(set) var byModel: [String: GatewayFigures.Creates] = [:]
  /// Of keys, and of models, that found no place; `nil` without any.
  private(set) var ofOtherKeys: GatewayFigures.Creates?
  private(set) var ofOtherModels: GatewayFigures.Creates?

  /// Adds to them. Models that nobody here knows are one, whatever their creates became.
  mutating func add(_ counts: [UsageCount], isKnown: (String) -> Bool) {
    for count in counts {
      let (key, model) = (count.kind.key, count.kind.model)
      if byKey[key] != nil || byKey.count < Self.maximumKeys {
        byKey[key, default: .init()].add(count)
      } else {
        ofOtherKeys = (ofOtherKeys ?? .init()).adding(count)
      }
      if byModel[model] != nil || byModel.count < Self.maximumModels && isKnown(model) {
        byModel[model, default: .init()].add(count)
      } else {
        ofOtherModels = (ofOtherModels ?? .init()).adding(count)
      }
    }
  }
}

extension GatewayFigures.Creates {
  fileprivate mutating func add(_ count: UsageCount) {
    counts[count.kind.outcome, default: 0] += count.count
    saved = saved.addingSaturating(count.saved)
  }

  fileprivate func adding(_ count: UsageCount) -> Self {
    var sum = self
    sum.add(count)
    return sum
  }

  /// The sums of both.
  static func + (left: Self, right: Self) -> Self {
    Self(counts: left.counts.merging(right.counts, uniquingKeysWith: +), saved: left.saved.addingSaturating(right.saved))
  }
}
