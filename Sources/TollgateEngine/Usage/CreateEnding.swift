import TollgateCore

/// How one create ended, for the statistics and for those who watch.
struct CreateEnding: Sendable {
  /// Refused until something better is known.
  var outcome = UsageOutcome.refused
  /// Empty until the body has been read.
  var model = ""
  var saved = Money.zero
  var charged = Money.zero
  /// The purchase that was made or shared.
  var generation: GenerationNumber?

  /// What an answer says.
  mutating func note(_ answer: CreateAnswer) {
    outcome =
      switch answer.outcome {
      case .hit, .repeated: .hit
      case .joined: .joined
      case .miss: .miss
      }
    saved = answer.saved ?? .zero
    charged = answer.charged
    generation = answer.generation
  }
}
