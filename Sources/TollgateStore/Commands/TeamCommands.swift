import GRDB
import TollgateCore

/// What the writer does with teams, inside the writer's transaction.
enum TeamCommands {
  static func insert(_ team: Team, _ db: Database) throws {
    guard try TeamTable.insert(team.name, db) else { throw StoreError.teamExists(team.name) }
    try BudgetTable.set(team.budgets, of: .team(team.name), db)
  }

  /// - Returns: whether there is such a team.
  static func change(
    _ name: String, by change: TeamChange, if precondition: Precondition, _ db: Database
  ) throws -> Bool {
    guard try check(name, precondition, db) else { return false }
    let limits = change.budgets.applied(to: try BudgetTable.limits(of: .team(name), db))
    try BudgetTable.set(limits, of: .team(name), db)
    return true
  }

  /// - Returns: whether there was such a team.
  static func remove(_ name: String, if precondition: Precondition, _ db: Database) throws -> Bool {
    guard try check(name, precondition, db) else { return false }
    let members = try KeyTable.members(ofTeam: name, db)
    guard members.isEmpty else { throw StoreError.teamInUse(name, by: members) }
    try TeamTable.remove(name, db)
    try BudgetTable.set(BudgetLimits(), of: .team(name), db)
    return true
  }

  /// - Returns: whether there is such a team.
  private static func check(_ name: String, _ precondition: Precondition, _ db: Database) throws -> Bool {
    guard let team = try TeamTable.all(db).first(where: { $0.name == name }) else { return false }
    try precondition.check(team.revision, of: "the team \(name)")
    return true
  }
}
