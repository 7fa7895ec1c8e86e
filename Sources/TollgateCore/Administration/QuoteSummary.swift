/// What a create would bring and cost, as it is shown to whoever runs the gateway: with the figures of every budget.
package struct QuoteSummary: Sendable, Codable, Equatable {
  /// How the create would end.
  package enum Outcome: String, Sendable, Codable {
    case hit, joined, miss, refused
  }

  /// One budget and what would be left of it.
  package struct Budget: Sendable, Codable, Equatable {
    package let budget: BudgetSummary
    /// The same as is left now where nothing would be bought.
    package let leftAfter: Money
    /// Whether a purchase fits into it now.
    package let suffices: Bool

    package init(_ budget: BudgetSummary, leftAfter: Money, suffices: Bool) {
      self.budget = budget
      self.leftAfter = leftAfter
      self.suffices = suffices
    }
  }

  package let outcome: Outcome
  /// Why it would be refused, in sentences; `nil` where it would not.
  package let reason: String?
  /// The purchase that would answer, or that stands in the way; `nil` where there is none.
  package let generation: GenerationNumber?
  /// What a purchase would hold; `nil` where the price is unknown.
  package let quote: Money?
  /// What the purchase cost that would be replayed or shared.
  package let saved: Money?
  package let budgets: [Budget]

  package init(
    outcome: Outcome, reason: String?, generation: GenerationNumber?, quote: Money?, saved: Money?, budgets: [Budget]
  ) {
    self.outcome = outcome
    self.reason = reason
    self.generation = generation
    self.quote = quote
    self.saved = saved
    self.budgets = budgets
  }
}
