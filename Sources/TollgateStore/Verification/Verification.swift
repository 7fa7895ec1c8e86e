import GRDB
import TollgateCore

/// Checks every invariant that a store can show by itself, each over all rows in one statement.
enum Verification {
  /// How many violations of one rule are named.
  static let maximumViolations = 100

  /// An expression for a column of nano-dollars as people read it.
  static func dollars(_ column: String) -> String {
    """
    rtrim(rtrim(printf('%s%d.%09d', iif(\(column) < 0, '-', ''), abs(\(column)) / 1000000000, abs(\(column)) % 1000000000), \
    '0'), '.')
    """
  }

  /// Checks what SQLite knows of by itself. It takes about as long as ``rules(_:)``.
  static func file(_ db: Database) throws -> [VerificationCheck] {
    [try integrity(db), try foreignKeys(db), try schema(db)]
  }

  /// Checks what only Tollgate knows of.
  static func rules(_ db: Database) throws -> VerificationReport {
    VerificationReport(
      checks: try VerificationRule.all.map { try $0.check(db) }, excess: try excess(db), unknown: try unknown(db))
  }

  private static func excess(_ db: Database) throws -> VerificationReport.Findings {
    try findings(
      where: "captured > hold", sum: "captured - hold",
      sentence:
        "'g' || number || ' of ' || model || ' held $' || \(dollars("hold")) || ' and was charged $' || \(dollars("captured"))",
      db)
  }

  private static func unknown(_ db: Database) throws -> VerificationReport.Findings {
    // The second condition is that of the partial index, which serves no query without it.
    try findings(
      where: "state = 'unknown' AND state <> 'succeeded'", sum: "hold",
      sentence: "'g' || number || ' of ' || model || ' holds $' || \(dollars("hold")) || ': ' || coalesce(note, '')", db)
  }

  private static func findings(
    where condition: String, sum: String, sentence: String, _ db: Database
  ) throws -> VerificationReport.Findings {
    let row = try Row.fetchOne(
      db, sql: "SELECT count(*), coalesce(sum(" + sum + "), 0), min(created_at) FROM generations WHERE " + condition)
    guard let row else { return .init(count: 0, sum: .zero, oldest: nil, newest: []) }
    let newest = try String.fetchAll(
      db, sql: "SELECT " + sentence + " FROM generations WHERE " + condition + " ORDER BY number DESC LIMIT ?",
      arguments: [maximumViolations])
    return .init(
      count: try row.value(0), sum: try row.money(1), oldest: try row.timestampIfPresent(2), newest: newest)
  }

  private static func integrity(_ db: Database) throws -> VerificationCheck {
    let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
    let answers = try String.fetchAll(db, sql: "PRAGMA integrity_check(100)")
    return VerificationCheck(
      rule: "The database file is intact.", checked: pages, violations: answers.filter { $0 != "ok" })
  }

  private static func foreignKeys(_ db: Database) throws -> VerificationCheck {
    let rows = try Row.fetchAll(db, sql: "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 100")
    return VerificationCheck(
      rule: "Every row's references lead somewhere.",
      checked: try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema WHERE type = 'table'") ?? 0,
      violations: try rows.map { row in
        let rowID = try row.decode(Int64?.self, atIndex: 1).map { " \($0)" } ?? ""
        return "row\(rowID) of \(try row.value(0) as String) names a missing row of \(try row.value(2) as String)"
      })
  }

  /// A trigger or an index that somebody dropped no longer protects anything.
  private static func schema(_ db: Database) throws -> VerificationCheck {
    let expected = Set(try Schema.expectedObjects())
    let found = Set(try Schema.objects(db).filter { !$0.name.hasPrefix("sqlite_stat") })
    let missing = expected.subtracting(found).map { "the \($0.type) \($0.name) is missing or was changed" }
    let foreign = found.subtracting(expected).map { "the \($0.type) \($0.name) is not the one of this version" }
    return VerificationCheck(
      rule: "Tables, indexes and triggers are those of schema version \(Schema.version).", checked: expected.count,
      violations: Array((missing + foreign).sorted().prefix(maximumViolations)))
  }
}
