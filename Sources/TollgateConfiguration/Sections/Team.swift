package import TollgateCore

extension GatewayConfiguration {
  /// A team of the file. It belongs to the file: its identity is its name, and API and CLI leave it alone.
  package struct Team: Sendable, Equatable {
    /// - `teams[].name`: 1 to 64 of the characters `A-Z a-z 0-9 . _ -`, not only dots, no name twice.
    package let name: String
    /// How much its keys together may spend.
    ///
    /// - `teams[].budgets` (optional): any of `day`, `month`, `total`.
    package let budgets: BudgetLimits
    /// Where it is declared.
    package let location: SourceLocation
  }
}

extension GatewayConfiguration {
  mutating func readTeams(_ root: MappingReader) {
    var declared: [String: SourceLocation] = [:]
    teams = root.list("teams") { reader in
      let name = reader.required("name", .name)
      var budgets = BudgetLimits()
      reader.section("budgets") { budgets.read($0) }
      guard let name, let location = reader.location else { return nil }
      guard reader.declare(name, in: &declared) else { return nil }
      return Team(name: name, budgets: budgets, location: location)
    }
  }
}

extension MappingReader {
  /// Notes that a name is taken; reports it where it already was.
  func declare(_ name: String, in declared: inout [String: SourceLocation]) -> Bool {
    if let first = declared[name] {
      session.report(
        "\(display("name")) is \(quote(name)), which \(first) has already; give it another name.", at: location(of: "name"))
      return false
    }
    declared[name] = location
    return true
  }
}
