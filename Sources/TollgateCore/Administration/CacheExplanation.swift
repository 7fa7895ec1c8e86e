/// Whether a create would be answered from the cache, and why.
package struct CacheExplanation: Sendable, Codable, Equatable {
  /// How the create would end, as far as the cache decides about it.
  package enum Outcome: String, Sendable, Codable {
    case hit, joined, miss, refused
  }

  /// A place in which the request differs from an earlier one.
  package struct Difference: Sendable, Codable, Equatable {
    /// So many characters of a value are shown.
    private static let shownLength = 120

    /// Where in what is sent, such as `args.prompt`.
    package let path: String
    /// The request's value as JSON, shortened; `nil` where it has none.
    package let here: String?
    /// The earlier request's value as JSON, shortened; `nil` where it has none.
    package let there: String?

    package init(_ difference: JSONDifference) {
      path = difference.path
      here = difference.first.map(Self.shown)
      there = difference.second.map(Self.shown)
    }

    private static func shown(_ value: JSONValue) -> String {
      let text = CanonicalJSON.text(value)
      let shown = text.prefix(shownLength)
      return shown.endIndex == text.endIndex ? text : shown + "…"
    }
  }

  /// The earlier request that is most like this one.
  package struct Nearest: Sendable, Codable, Equatable {
    package let generation: GenerationSummary
    package let scope: String
    package let variant: String
    /// Where they differ, in what is sent; empty where they do not.
    package let differences: [Difference]
    /// How many further ones there are.
    package let furtherDifferences: Int

    package init(
      generation: GenerationSummary, scope: String, variant: String, differences: [Difference], furtherDifferences: Int
    ) {
      self.generation = generation
      self.scope = scope
      self.variant = variant
      self.differences = differences
      self.furtherDifferences = furtherDifferences
    }
  }

  package let outcome: Outcome
  /// Why, in sentences.
  package let reason: String
  /// The purchase that would answer, or that stands in the way; `nil` where there is none.
  package let generation: GenerationNumber?
  /// SHA-256 of what would be sent, in hex.
  package let content: String
  package let scope: String
  /// Where the cache does not answer, the earlier request that is most like this one; `nil` where there is none.
  package let nearest: Nearest?

  package init(
    outcome: Outcome, reason: String, generation: GenerationNumber?, content: String, scope: String, nearest: Nearest?
  ) {
    self.outcome = outcome
    self.reason = reason
    self.generation = generation
    self.content = content
    self.scope = scope
    self.nearest = nearest
  }
}
