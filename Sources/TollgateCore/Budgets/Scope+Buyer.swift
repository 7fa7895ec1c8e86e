extension Scope {
  /// All scopes that a key buys in, whose budgets its purchase needs: the key, its team, the gateway, the nearest to the buyer
  /// first.
  package static func all(of key: KeyID, team: String?) -> [Scope] {
    [.key(key)] + (team.map { [.team($0)] } ?? []) + [.gateway]
  }
}
