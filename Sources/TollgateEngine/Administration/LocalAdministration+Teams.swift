package import TollgateCore

extension LocalAdministration {
  package func teams() async throws(AdministrationError) -> [TeamSummary] {
    let teams = try await translating { () throws(StoreError) in try await store.teams() }
    let members = try await storedKeys().filter { $0.key.revokedAt == nil }.compactMap(\.key.team)
    let clock = calendar.window(of: time.now())
    let window = try await translating { () throws(StoreError) in clock.notBefore(try await store.latestWindow()) }
    let balances = try await translating { () throws(StoreError) in try await store.balances(in: window) }
    return teams.map { team in
      let own = balances.filter { $0.scope == .team(team.name) }
      // The widest comes first there, and last in every list for people.
      let shown = window.budgetWindows.reversed().map { window in
        let balance = own.first { $0.window == window } ?? Balance(scope: .team(team.name), window: window)
        return TeamSummary.PeriodBalance(balance, resetsAt: calendar.end(of: window))
      }
      return TeamSummary(team, balances: shown, keys: members.count { $0 == team.name })
    }
  }

  package func team(named name: String) async throws(AdministrationError) -> TeamSummary {
    guard let team = try await teams().first(where: { $0.name == name }) else {
      throw AdministrationError(.notFound, "There is no team \"\(name)\"; tollgate teams list shows all.")
    }
    return team
  }

  package func createTeam(_ request: NewTeam) async throws(AdministrationError) -> TeamSummary {
    try request.check()
    try refuseDeclaredTeam(request.name, remedy: "choose another name")
    let team = Team(name: request.name, origin: .created, budgets: request.budgets.applied(to: BudgetLimits()))
    try await translating { () throws(StoreError) in try await store.insert(team) }
    return try await self.team(named: request.name)
  }

  package func changeTeam(
    named name: String, _ change: TeamChange, if precondition: Precondition
  ) async throws(AdministrationError) -> TeamSummary {
    try await refuse(name, remedy: "change it there and restart the gateway")
    try change.check()
    _ = try await translating { () throws(StoreError) in
      try await store.changeTeam(named: name, by: change, if: precondition)
    }
    return try await team(named: name)
  }

  package func removeTeam(named name: String, if precondition: Precondition) async throws(AdministrationError) {
    try await refuse(name, remedy: "remove it there and restart the gateway")
    _ = try await translating { () throws(StoreError) in try await store.removeTeam(named: name, if: precondition) }
  }

  /// Refuses a change of a team that is not there, or belongs to the file.
  private func refuse(_ name: String, remedy: String) async throws(AdministrationError) {
    try refuseDeclaredTeam(name, remedy: remedy)
    guard try await team(named: name).origin != .declared else {
      throw AdministrationError(.conflict, "The team \"\(name)\" is declared in the configuration file; \(remedy).")
    }
  }

  /// A team of the file belongs to the file, whatever the store knows about it yet.
  private func refuseDeclaredTeam(_ name: String, remedy: String) throws(AdministrationError) {
    guard let place = declared.teams[name] else { return }
    throw AdministrationError(.conflict, "The team \"\(name)\" is declared in \(place); \(remedy).")
  }
}
