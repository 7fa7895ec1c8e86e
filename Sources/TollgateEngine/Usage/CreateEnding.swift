package import TollgateCore

/// How one create ended, for the statistics and for those who watch.
package struct CreateEnding: Sendable {
  /// Refused until something better is known.
  package var outcome: UsageOutcome
  /// Empty until the body has been read.
  package var model: String
  package var saved: Money
  package var charged: Money
  /// The purchase that was made or shared.
  package var generation: GenerationNumber?

  package init(
    outcome: UsageOutcome = .refused, model: String = "", saved: Money = .zero, charged: Money = .zero,
    generation: GenerationNumber? = nil
  ) {
    self.outcome = outcome
    self.model = model
    self.saved = saved
    self.charged = charged
    self.generation = generation
  }

  /// Of a create that got a job.
  package init(_ answer: CreateAnswer, model: String = "") {
    self.init(model: model)
    note(answer)
  }

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
