extension Scope {
  /// The scopes whose budgets a purchase of this key needs: the key's, its team's, the gateway's, the nearest to the buyer
  /// first.
  package static func budgets(of key: KeyID, team: String?) -> [Scope] {
    [.key(key)] + (team.map { [.team($0)] } ?? []) + [.gateway]
  }
}
