import GRDB
import TollgateCore

/// Statements on `balances`: cached sums of the ledger, one row for each scope and window.
///
/// A purchase touches at most nine: the key's, the team's and the gateway's, of the day, the month and all time. One statement
/// changes all of them, in the order of the primary key. Scopes that a purchase has not are NULL in it, which equals nothing.
enum BalanceTable {
  /// Makes the rows that are missing.
  static func ensure(_ scopes: [String], window: LedgerWindow, _ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO balances (scope, window, period, spent, held) VALUES (?, ?, ?, 0, 0) ON CONFLICT (scope, window) DO NOTHING
        """)
    for scope in scopes {
      for window in window.budgetWindows {
        try statement.execute(arguments: [scope, window.code, window.period.rawValue])
      }
    }
  }

  /// Adds to what is held, where spent, held and the amount together stay within the limit as it is at this moment.
  ///
  /// - Returns: how many balances allowed it.
  static func hold(_ amount: Money, in scopes: [String], window: LedgerWindow, _ db: Database) throws -> Int {
    try db.cachedStatement(
      sql: """
        UPDATE balances SET held = held + ?1 WHERE scope IN (?2, ?3, ?4) AND window IN (0, ?5, ?6) \
        AND spent + held + ?1 <= ifnull((SELECT amount FROM budgets WHERE budgets.scope = balances.scope \
        AND budgets.period = balances.period), 9223372036854775807)
        """
    ).execute(arguments: [
      amount.nanodollars, scopes.first, scopes.dropFirst().first, scopes.dropFirst(2).first, window.month, window.day,
    ])
    return db.changesCount
  }

  /// Changes what is held and spent, whatever the limits are.
  ///
  /// - Returns: how many balances there were.
  static func book(_ change: BalanceChange, in scopes: [String], window: LedgerWindow, _ db: Database) throws -> Int {
    try db.cachedStatement(
      sql: """
        UPDATE balances SET held = held + ?, spent = spent + ? WHERE scope IN (?, ?, ?) AND window IN (0, ?, ?)
        """
    ).execute(arguments: [
      change.held.nanodollars, change.spent.nanodollars, scopes.first, scopes.dropFirst().first, scopes.dropFirst(2).first,
      window.month, window.day,
    ])
    return db.changesCount
  }

  /// The balances with their limits; what has no row yet is zero.
  static func balances(of scopes: [Scope], window: LedgerWindow, _ db: Database) throws -> [Balance] {
    let statement = try db.cachedStatement(sql: "SELECT spent, held FROM balances WHERE scope = ? AND window = ?")
    return try scopes.flatMap { scope in
      let limits = try BudgetTable.limits(of: scope, db)
      return try window.budgetWindows.map { window in
        let row = try Row.fetchOne(statement, arguments: [scope.description, window.code])
        return Balance(
          scope: scope, window: window, spent: try row?.money(0) ?? .zero, held: try row?.money(1) ?? .zero,
          limit: limits[window.period])
      }
    }
  }

  /// Every scope that ever held money or has a limit.
  static func scopes(_ db: Database) throws -> [Scope] {
    try Row.fetchAll(db, sql: "SELECT scope FROM balances WHERE window = 0 UNION SELECT scope FROM budgets ORDER BY scope").map
    {
      try $0.required(Scope(try $0.value(0)), "a scope")
    }
  }
}
