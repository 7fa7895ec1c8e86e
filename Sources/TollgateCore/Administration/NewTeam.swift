/// A team to be created.
package struct NewTeam: Sendable, Equatable {
  package var name: String
  /// What its keys together may spend.
  package var budgets: BudgetSteps

  package init(name: String, budgets: BudgetSteps = [:]) {
    self.name = name
    self.budgets = budgets
  }

  /// Checks the name and the budgets.
  package func check() throws(AdministrationError) {
    try Self.check(name: name)
    try budgets.check()
  }

  /// Checks a name that a team is to have.
  package static func check(name: String) throws(AdministrationError) {
    guard ShortName.isAddressable(name) else {
      throw AdministrationError(
        .invalid, "A team's name has 1 to 64 of the characters A-Z a-z 0-9 . _ -, and not only dots; choose another.")
    }
  }
}

extension NewTeam: Codable {
  private enum CodingKeys: String, CodingKey {
    case name
  }

  /// Reads a team to be created.
  ///
  /// - Throws: ``AdministrationError`` where it has a member that there is not: budgets with a slip in their name must not be none.
  package init(from decoder: any Decoder) throws {
    let members = try MergePatch(decoder, members: ["name", "budgets"], of: "a new team")
    name = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .name)
    budgets = try members.section("budgets") { try BudgetSteps(from: $0, of: "a team's budgets") } ?? [:]
  }

  /// Writes what it reads.
  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: MergePatch.Member.self)
    try members.encode(name, forKey: .init("name"))
    try budgets.encode(into: &members)
  }
}
