/// What a check of the whole store found.
package struct VerificationReport: Sendable, Codable, Equatable {
  package let checks: [VerificationCheck]
  /// Charges above what was held for them. They are booked in full and break no rule.
  package let excess: Findings
  /// Purchases whose outcome is unknown, with the money that they hold.
  package let unknown: Findings

  package init(checks: [VerificationCheck], excess: Findings, unknown: Findings) {
    self.checks = checks
    self.excess = excess
    self.unknown = unknown
  }

  /// Whether every rule holds.
  package var isClean: Bool { checks.allSatisfy(\.violations.isEmpty) }

  /// Purchases that somebody should know about.
  package struct Findings: Sendable, Codable, Equatable {
    package let count: Int
    /// The money that this is about, of all of them together.
    package let sum: Money
    /// When the oldest was bought; `nil` where there is none.
    package let oldest: Timestamp?
    /// The newest, at most a hundred, each in one sentence.
    package let newest: [String]

    /// None, or none that could be looked for.
    package static let none = Findings(count: 0, sum: .zero, oldest: nil, newest: [])

    package init(count: Int, sum: Money, oldest: Timestamp?, newest: [String]) {
      self.count = count
      self.sum = sum
      self.oldest = oldest
      self.newest = newest
    }
  }
}

/// One invariant, checked over the whole store.
package struct VerificationCheck: Sendable, Codable, Equatable {
  /// What must hold, in one sentence.
  package let rule: String
  /// How many rows were looked at.
  package let checked: Int
  /// What breaks it, at most a hundred, each in one sentence.
  package let violations: [String]

  package init(rule: String, checked: Int, violations: [String]) {
    self.rule = rule
    self.checked = checked
    self.violations = violations
  }
}
