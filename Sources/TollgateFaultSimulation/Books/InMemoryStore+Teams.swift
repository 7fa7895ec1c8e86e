package import TollgateCore

extension InMemoryStore {
  package func teams() async throws(StoreError) -> [Team] {
    let state = disk.state
    return state.teams.sorted { $0.key < $1.key }.map { name, origin in
      Team(name: name, origin: origin, budgets: state.budgets[.team(name)] ?? BudgetLimits())
    }
  }

  package func insert(_ team: Team) async throws(StoreError) {
    try await change { state in
      guard state.teams.updateValue(.created, forKey: team.name) == nil else { throw StoreError.teamExists(team.name) }
      state.budgets[.team(team.name)] = team.budgets
    }
  }

  package func changeTeam(named name: String, by change: TeamChange) async throws(StoreError) -> Bool {
    try await self.change { state in
      guard state.teams[name] != nil else { return false }
      state.budgets[.team(name)] = change.budgets.applied(to: state.budgets[.team(name)] ?? BudgetLimits())
      return true
    }
  }

  package func removeTeam(named name: String) async throws(StoreError) -> Bool {
    try await change { state in
      guard state.teams[name] != nil else { return false }
      let members = state.keys.map(\.key).filter { $0.team == name && $0.revokedAt == nil }.map(\.name).sorted()
      guard members.isEmpty else { throw StoreError.teamInUse(name, by: members) }
      state.teams[name] = nil
      state.budgets[.team(name)] = nil
      return true
    }
  }
}
