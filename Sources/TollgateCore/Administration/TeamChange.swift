/// What is to become different about a team, as a merge patch (RFC 7396) of its ``TeamSummary``: its budgets, and nothing else.
package struct TeamChange: Sendable, Equatable {
  package var budgets: BudgetSteps

  package init(budgets: BudgetSteps) { self.budgets = budgets }

  /// Checks that the budgets are ones that can be set, and that there are some.
  package func check() throws(AdministrationError) {
    guard !budgets.isEmpty else {
      throw AdministrationError(.invalid, "Nothing is to be changed; name a budget and what it becomes.")
    }
    try budgets.check()
  }
}

extension TeamChange: Codable {
  /// Reads the patch.
  ///
  /// - Throws: ``AdministrationError`` where it names what cannot be changed.
  package init(from decoder: any Decoder) throws {
    let patch = try MergePatch(decoder, members: ["budgets"], of: "a team's change")
    budgets = try patch.section("budgets") { try BudgetSteps(from: $0, of: "a team's budgets") } ?? [:]
  }

  /// Writes the patch.
  package func encode(to encoder: any Encoder) throws {
    var patch = encoder.container(keyedBy: MergePatch.Member.self)
    try budgets.encode(into: &patch)
  }
}
