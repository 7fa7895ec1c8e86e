/// A generation with its lines in the ledger.
package struct GenerationDetail: Sendable, Codable, Equatable {
  /// One line of the ledger.
  package struct Line: Sendable, Codable, Equatable {
    package let kind: String
    package let amount: Money
    package let at: Timestamp
    package let day: Int32

    package init(_ line: LedgerLine) {
      kind = line.entry.kind.rawValue
      amount = line.entry.amount
      at = line.at
      day = line.day
    }
  }

  package let summary: GenerationSummary
  /// SHA-256 of what was sent, in hex.
  package let content: String
  package let scope: String
  package let variant: String
  package let ledger: [Line]

  package init(_ generation: Generation, keyName: String?, ledger: [LedgerLine]) {
    summary = GenerationSummary(generation, keyName: keyName)
    content = generation.slot.content.description
    scope = generation.slot.scope.description
    variant = generation.slot.variant
    self.ledger = ledger.map(Line.init)
  }
}
