import GRDB
import TollgateCore

/// Statements on `teams`. What they may spend is in ``BudgetTable``.
enum TeamTable {
  static func all(_ db: Database) throws -> [Team] {
    let budgets = try BudgetTable.all(db)
    return try Row.fetchAll(db, sql: "SELECT name, origin FROM teams ORDER BY name").map { row in
      let name: String = try row.value(0)
      let origin = try row.required(Team.Origin(rawValue: try row.value(1)), "a team's origin")
      return Team(name: name, origin: origin, budgets: budgets[.team(name)] ?? BudgetLimits())
    }
  }

  static func exists(_ name: String, _ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "SELECT 1 FROM teams WHERE name = ?", arguments: [name]) != nil
  }

  /// Adds a team that was created.
  ///
  /// - Returns: `false` where there is one of the name, which stays as it is.
  @discardableResult
  static func insert(_ name: String, _ db: Database) throws -> Bool {
    try db.cachedStatement(sql: "INSERT INTO teams (name, origin) VALUES (?, 'created') ON CONFLICT DO NOTHING")
      .execute(arguments: [name])
    return db.changesCount == 1
  }

  /// Makes these, and no others, the teams of the configuration file.
  static func declare(_ names: some Sequence<String>, _ db: Database) throws {
    try db.execute(sql: "UPDATE teams SET origin = 'created' WHERE origin = 'declared'")
    for name in names {
      try db.cachedStatement(
        sql: "INSERT INTO teams (name, origin) VALUES (?, 'declared') ON CONFLICT DO UPDATE SET origin = 'declared'"
      ).execute(arguments: [name])
    }
  }

  static func remove(_ name: String, _ db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM teams WHERE name = ?").execute(arguments: [name])
  }
}
