/// A create that has ended, as it is told to who watches.
package struct RequestEvent: Sendable, Codable, Equatable {
  /// Counts the events of this run of the gateway, from 1; those that were too many to be told leave a gap.
  package let number: Int64
  package let at: Timestamp
  /// The asking key's name; open-mode callers have none.
  package let keyName: String?
  /// Empty where the body could not be read.
  package let model: String
  package let outcome: UsageOutcome
  /// The purchase that was made or shared; `nil` where there is none.
  package let generation: GenerationNumber?
  /// What this create was charged.
  package let charged: Money
  /// What it would have cost.
  package let saved: Money

  package init(
    number: Int64, at: Timestamp, keyName: String?, model: String, outcome: UsageOutcome, generation: GenerationNumber?,
    charged: Money, saved: Money
  ) {
    self.number = number
    self.at = at
    self.keyName = keyName
    self.model = model
    self.outcome = outcome
    self.generation = generation
    self.charged = charged
    self.saved = saved
  }
}
