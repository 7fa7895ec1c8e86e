package import TollgateCore

extension LocalAdministration {
  package func configuration() async throws(AdministrationError) -> ConfigurationSummary {
    guard let program = declared.program else {
      throw AdministrationError(
        .unavailable, "The configuration is not known here; tollgate config show reads it from the file.")
    }
    var summary = program.configuration
    let declaredTeams = Set(summary.teams.map(\.name))
    let declaredKeys = Set(summary.keys.map(\.name))
    let teams = try await translating { () throws(StoreError) in try await store.teams() }
    summary.teams += teams.filter { !declaredTeams.contains($0.name) }.map(ConfigurationSummary.Item.init(stored:))
    summary.keys += try await keys().filter { $0.revokedAt == nil && !declaredKeys.contains($0.name) }
      .map(ConfigurationSummary.Item.init(stored:))
    return summary
  }

  package func reloadConfiguration() async throws(AdministrationError) -> ConfigurationReload {
    guard let reload else {
      throw AdministrationError(
        .unavailable, "No gateway runs here, so there is nothing to reload; the next start (tollgate serve) reads the file.")
    }
    return try await reload()
  }
}

// What was made with a command, in the console or over the API: in the words of the file.
extension ConfigurationSummary.Item {
  fileprivate init(stored team: Team) {
    self.init(team.name, Self.budgets(team.budgets))
  }

  fileprivate init(stored key: KeySummary) {
    var values: [(String, String?)] = [("team", key.team), ("secret", "***")]
    values += Self.budgets(key.limits.budgets)
    values += [
      ("rate.creates_per_minute", key.limits.rate.createsPerMinute.map(String.init)),
      ("rate.generations_per_minute", key.limits.rate.generationsPerMinute.map(String.init)),
      ("max_running", key.limits.maximumRunning.map(String.init)),
      ("models", key.models.map { "[" + $0.joined(separator: ", ") + "]" }),
      ("mode", key.replayOnly ? "replay" : nil), ("expires", key.expiresAt.map { "\($0)" }),
    ]
    self.init(key.name, values)
  }

  private init(_ name: String, _ values: [(String, String?)]) {
    let origin = ConfigurationSummary.Origin(.store)
    self.init(
      name: name, origin: origin,
      settings: values.compactMap { name, value in
        value.map { ConfigurationSummary.Setting(name: name, value: $0, origin: origin) }
      })
  }

  private static func budgets(_ limits: BudgetLimits) -> [(String, String?)] {
    [("day", limits.day), ("month", limits.month), ("total", limits.total)].map { ("budgets." + $0, $1?.description) }
  }
}
