package import TollgateCore

extension InMemoryStore {
  package func teams() async throws(StoreError) -> [Team] {
    let state = disk.state
    return state.teams.keys.sorted().compactMap(state.team)
  }

  package func insert(_ team: Team) async throws(StoreError) {
    try await change { state in
      guard state.teams.updateValue(.created, forKey: team.name) == nil else { throw StoreError.teamExists(team.name) }
      state.budgets[.team(team.name)] = team.budgets
    }
  }

  package func changeTeam(
    named name: String, by change: TeamChange, if precondition: Precondition
  ) async throws(StoreError) -> Bool {
    try await self.change { state in
      guard let team = state.team(name) else { return false }
      try precondition.check(team.revision, of: "the team \(name)")
      state.budgets[.team(name)] = change.budgets.applied(to: state.budgets[.team(name)] ?? BudgetLimits())
      return true
    }
  }

  package func removeTeam(named name: String, if precondition: Precondition) async throws(StoreError) -> Bool {
    try await change { state in
      guard let team = state.team(name) else { return false }
      try precondition.check(team.revision, of: "the team \(name)")
      let members = state.keys.map(\.key).filter { $0.team == name && $0.revokedAt == nil }.map(\.name).sorted()
      guard members.isEmpty else { throw StoreError.teamInUse(name, by: members) }
      state.teams[name] = nil
      state.budgets[.team(name)] = nil
      return true
    }
  }
}

extension BookState {
  fileprivate func team(_ name: String) -> Team? {
    teams[name].map { Team(name: name, origin: $0, budgets: budgets[.team(name)] ?? BudgetLimits()) }
  }
}
