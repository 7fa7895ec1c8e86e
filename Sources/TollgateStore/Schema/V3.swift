/// The third schema: the same rules, spelled so that they cost nothing. Frozen like the others.
///
/// SQLite builds a b-tree for every `IN` with three or more constants in a CHECK or in an index's condition, each time that a
/// statement is run which has to look at it: five in every change of a purchase's state, which took longer than the change.
/// Alternatives of `=` mean the same and build nothing. No row changes, so that the definitions are replaced in place, as
/// <https://sqlite.org/lang_altertable.html#otheralter> allows it; renewing the index makes every connection read them again.
enum SchemaV3 {
  static let sql = """
    PRAGMA user_version = 3;

    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(replace(replace(sql, \(asSQL(states)), \(asSQL(alternatives(allStates)))),
        \(asSQL(chargedStates)), \(asSQL(alternatives(["running", "succeeded", "failed", "stalled"])))),
        \(asSQL(endedStates)), \(asSQL(alternatives(["succeeded", "failed", "rejected", "released"]))))
      WHERE type = 'table' AND name = 'generations';
    UPDATE sqlite_schema SET sql = replace(sql, \(asSQL(kinds)), \(asSQL(alternatives(allKinds, of: "kind"))))
      WHERE type = 'table' AND name = 'ledger';
    PRAGMA writable_schema = RESET;

    DROP INDEX generations_running;
    CREATE INDEX generations_running ON generations (key)
      WHERE state = 'held' OR state = 'submitting' OR state = 'running';
    """

  // What the first schema says.
  private static let states = """
    state IN (
        'held', 'submitting', 'running', 'succeeded', 'failed', 'stalled', 'unknown', 'rejected', 'released')
    """
  private static let chargedStates = "state IN ('running', 'succeeded', 'failed', 'stalled')"
  private static let endedStates = "state IN ('succeeded', 'failed', 'rejected', 'released')"
  private static let kinds = "kind IN ('hold', 'capture', 'release', 'refund', 'correction')"

  private static let allStates = [
    "held", "submitting", "running", "succeeded", "failed", "stalled", "unknown", "rejected", "released",
  ]
  private static let allKinds = ["hold", "capture", "release", "refund", "correction"]

  /// Without parentheses, because all that they replace stands in some.
  private static func alternatives(_ values: [String], of column: String = "state") -> String {
    values.map { "\(column) = '\($0)'" }.joined(separator: " OR ")
  }

  private static func asSQL(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
