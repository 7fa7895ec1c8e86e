import GRDB
import TollgateCore

extension UsageQuery.Dimension {
  /// Reads rows of `usage_sums` or `spending_sums`, all of a group and of the days together, and of `grouping` where that names a
  /// further column. The first column of each row is the group's, and `columns` follow.
  func forEachDay(
    of table: String, _ columns: String, _ days: ClosedRange<Int32>, by grouping: String = "", _ db: Database,
    _ body: (UsageSum.Group, Row) throws -> Void
  ) throws {
    let isDay = self == .day
    let rows = try db.cachedStatement(
      sql: """
        SELECT \(isDay ? "time" : "scope"), \(columns) FROM \(table) WHERE step = 'day' AND model = ? \
        AND scope \(self == .key || self == .team ? "BETWEEN ? AND ?" : "= ?") AND time BETWEEN ? AND ? GROUP BY 1\(grouping)
        """)
    // The character after the colon is a semicolon.
    let scopes: [String] =
      switch self {
      case .key: ["key:", "key;"]
      case .team: ["team:", "team;"]
      case .model, .day: [Scope.gateway.description]
      }
    let models = self == .model ? try SumStep.day.models(of: table, db) : [SumStep.allModels]
    for model in models {
      let found = try Row.fetchCursor(
        rows, arguments: [model] + StatementArguments(scopes) + [days.lowerBound, days.upperBound])
      while let row = try found.next() { try body(try group(row, model: String(model.dropFirst())), row) }
    }
  }

  private func group(_ row: Row, model: String) throws -> UsageSum.Group {
    switch self {
    case .model: return .model(model)
    case .day: return .day(try row.value(0))
    case .key, .team:
      switch Scope(try row.value(0)) {
      case .key(let id): return .key(id)
      case .team(let name): return .team(name.isEmpty ? nil : name)
      case .gateway, .everyone, nil: return try row.required(nil, "the scope of a sum")
      }
    }
  }
}
