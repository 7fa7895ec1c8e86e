import GRDB
import TollgateCore

/// Statements on `usage`, the statistics of creates, and sums of them and of the ledger.
enum UsageTable {
  /// Dollars and their parts are summed up apart: a sum beyond what SQLite counts up to is an error there.
  private static let billion = 1_000_000_000

  static func add(_ count: UsageCount, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO usage (minute, day, key, team, model, outcome, count, saved) VALUES (?, ?, ?, ?, ?, ?, ?, ?) \
        ON CONFLICT (minute, key, team, model, outcome) \
        DO UPDATE SET count = count + excluded.count, \
        saved = iif(saved > \(Int64.max) - excluded.saved, \(Int64.max), saved + excluded.saved)
        """
    ).execute(arguments: [
      count.kind.minute, count.kind.day, count.kind.key.bytes.data, count.kind.team ?? "", count.kind.model.storable,
      count.kind.outcome.rawValue, count.count, count.saved.nanodollars,
    ])
  }

  /// Sums by one dimension: the money from the ledger, the rest from the statistics.
  static func sums(_ query: UsageQuery, _ db: Database) throws -> [UsageSum] {
    var sums: [UsageSum.Group: UsageSum] = [:]
    let days: StatementArguments = [query.firstDay ?? 0, query.lastDay ?? Int32.max]
    let statistics = try Row.fetchAll(
      db,
      sql: """
        SELECT \(column(query.dimension)), outcome, sum(count), sum(saved / \(billion)), sum(saved % \(billion)) FROM usage \
        WHERE day BETWEEN ? AND ? GROUP BY 1, 2
        """, arguments: days)
    for row in statistics {
      let group = try group(query.dimension, row)
      let outcome = try row.required(UsageOutcome(rawValue: try row.value(1)), "an outcome")
      sums[group, default: UsageSum(group: group)].counts[outcome] = try row.value(2)
      let saved = Money(billions: try row.value(3), rest: try row.value(4))
      sums[group, default: UsageSum(group: group)].saved.addSaturating(saved)
    }
    for row in try Row.fetchAll(db, sql: moneySQL(query.dimension), arguments: days) {
      let group = try group(query.dimension, row)
      sums[group, default: UsageSum(group: group)].purchases = try row.value(1)
      sums[group, default: UsageSum(group: group)].spent = try row.money(2)
      sums[group, default: UsageSum(group: group)].held = try row.money(3)
    }
    return sums.values.sorted { $0.group < $1.group }
  }

  private static func column(_ dimension: UsageQuery.Dimension) -> String {
    switch dimension {
    case .key: "key"
    case .team: "nullif(team, '')"
    case .model: "model"
    case .day: "day"
    }
  }

  /// What was bought is read from the generations, whose sums are those of the ledger (`tollgate verify` says so), with the day of
  /// the hold.
  private static func moneySQL(_ dimension: UsageQuery.Dimension) -> String {
    let column = dimension == .day ? "ledger.day" : "generations." + dimension.rawValue
    return """
      SELECT \(column), count(*), coalesce(sum(captured - refunded), 0), \
      sum(CASE WHEN state IN ('held', 'submitting', 'unknown') THEN hold ELSE 0 END) \
      FROM generations JOIN ledger ON ledger.generation = generations.number AND ledger.kind = 'hold' \
      WHERE ledger.day BETWEEN ? AND ? AND state NOT IN ('rejected', 'released') GROUP BY 1
      """
  }

  private static func group(_ dimension: UsageQuery.Dimension, _ row: Row) throws -> UsageSum.Group {
    switch dimension {
    case .key: .key(try row.keyID(0))
    case .team: .team(try row.decode(String?.self, atIndex: 0))
    case .model: .model(try row.value(0))
    case .day: .day(try row.value(0))
    }
  }
}

extension Money {
  /// So many billions of nano-dollars and some more, or the largest amount.
  fileprivate init(billions: Int64, rest: Int64) {
    let (whole, overflow) = billions.multipliedReportingOverflow(by: 1_000_000_000)
    self = Money(nanodollars: overflow ? .max : whole).addingSaturating(Money(nanodollars: rest))
  }

  fileprivate mutating func addSaturating(_ other: Money) { self = addingSaturating(other) }
}
