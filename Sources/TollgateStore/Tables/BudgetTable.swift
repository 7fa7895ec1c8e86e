import GRDB
import TollgateCore

/// Statements on `budgets`. A limit counts from the next decision on, and touches nothing that was held before.
enum BudgetTable {
  static func limits(of scope: Scope, _ db: Database) throws -> BudgetLimits {
    let rows = try Row.fetchAll(
      db.cachedStatement(sql: "SELECT period, amount FROM budgets WHERE scope = ?"), arguments: [scope.description])
    var limits = BudgetLimits()
    for row in rows { limits[try period(row, 0)] = try row.money(1) }
    return limits
  }

  /// The limits of all scopes that have any.
  static func all(_ db: Database) throws -> [Scope: BudgetLimits] {
    var all: [Scope: BudgetLimits] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT scope, period, amount FROM budgets") {
      let scope = try row.required(Scope(try row.value(0)), "a scope")
      all[scope, default: BudgetLimits()][try period(row, 1)] = try row.money(2)
    }
    return all
  }

  /// The first scopes that have any.
  static func scopes(limit: Int, _ db: Database) throws -> [Scope] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT DISTINCT scope FROM budgets ORDER BY scope LIMIT ?"), arguments: [limit]
    ).map { try $0.required(Scope(try $0.value(0)), "a scope") }
  }

  /// Makes these the scope's limits.
  static func set(_ limits: BudgetLimits, of scope: Scope, _ db: Database) throws {
    for period in BudgetPeriod.allCases {
      if let amount = limits[period] {
        try db.cachedStatement(
          sql: """
            INSERT INTO budgets (scope, period, amount) VALUES (?, ?, ?) \
            ON CONFLICT (scope, period) DO UPDATE SET amount = excluded.amount
            """
        ).execute(arguments: [scope.description, period.rawValue, amount.nanodollars])
      } else {
        try db.cachedStatement(sql: "DELETE FROM budgets WHERE scope = ? AND period = ?")
          .execute(arguments: [scope.description, period.rawValue])
      }
    }
  }

  private static func period(_ row: Row, _ index: Int) throws -> BudgetPeriod {
    try row.required(BudgetPeriod(rawValue: try row.value(index)), "a budget's period")
  }
}
