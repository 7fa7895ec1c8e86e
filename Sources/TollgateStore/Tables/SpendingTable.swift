import GRDB
import TollgateCore

/// Statements on `spending_sums`, the ledger's sums by hour and by day.
///
/// No purchase waits for them: entries are added to them with the statistics, many at a time, and whoever reads adds those that
/// are still missing.
enum SpendingTable {
  private static let name = "spending_sums"
  /// So many entries are added at a time: purchases wait for no longer than these take.
  private static let foldingStep: Int64 = 20_000

  /// Purchases that were accepted or may have been, and their money.
  struct Sum: Equatable {
    var purchases = 0
    var spent = Money.zero
    var held = Money.zero

    init() {}

    /// From three columns of a row.
    init(_ row: Row, from index: Int) throws {
      purchases = try row.value(index)
      spent = try row.money(index + 1)
      held = try row.money(index + 2)
    }

    static func += (left: inout Sum, right: Sum) {
      left.purchases += right.purchases
      left.spent += right.spent
      left.held += right.held
    }
  }

  /// What entries of one hour and day, key, team and model add up to.
  struct Move {
    let hour: Int64
    let day: Int32
    let key: KeyID
    let team: String?
    let model: String
    let sum: Sum
  }

  /// What the entries of the ledger after one up to another add up to. Each counts at the time of its hold.
  private static func moves(after first: String, through last: String) -> String {
    """
    SELECT hold.at / 3600000 AS hour, hold.day AS day, hold.key AS key, ifnull(hold.team, '') AS team, \
    generations.model AS model, \
    sum(CASE entry.kind WHEN 'hold' THEN 1 WHEN 'release' THEN -1 ELSE 0 END) AS purchases, \
    sum(CASE entry.kind WHEN 'capture' THEN entry.amount WHEN 'correction' THEN entry.amount \
    WHEN 'refund' THEN -entry.amount ELSE 0 END) AS spent, \
    sum(CASE entry.kind WHEN 'hold' THEN entry.amount WHEN 'capture' THEN -hold.amount \
    WHEN 'release' THEN -hold.amount ELSE 0 END) AS held \
    FROM ledger AS entry CROSS JOIN ledger AS hold ON hold.generation = entry.generation AND hold.kind = 'hold' \
    CROSS JOIN generations ON generations.number = entry.generation \
    WHERE entry.id > \(first) AND entry.id <= \(last) GROUP BY 1, 2, 3, 4, 5
    """
  }

  /// What entries that are gone add up to.
  private static let closings = """
     UNION ALL SELECT hour, day, key, team, model, purchases, spent, 0 FROM ledger_closings
    """

  /// The same as the beginning of a statement in which `models` has rows for the table, of which several may have one key.
  static func rows(after first: String, through last: String, withClosings: Bool = false) -> String {
    """
    WITH moves AS MATERIALIZED (\(moves(after: first, through: last))\(withClosings ? closings : "")), times AS (\
    SELECT 'hour' AS step, hour AS time, key, team, model, purchases, spent, held FROM moves \
    UNION ALL SELECT 'day', day, key, team, model, purchases, spent, held FROM moves), scopes AS (\
    SELECT step, time, 'gateway' AS scope, model, purchases, spent, held FROM times \
    UNION ALL SELECT step, time, 'team:' || team, model, purchases, spent, held FROM times \
    UNION ALL SELECT step, time, 'key:' || lower(hex(key)), model, purchases, spent, held FROM times), models AS (\
    SELECT step, '' AS model, scope, time, purchases, spent, held FROM scopes \
    UNION ALL SELECT step, '=' || model, scope, time, purchases, spent, held FROM scopes)
    """
  }

  /// Adds the next entries to the sums.
  static func fold(_ db: Database) throws {
    let progress = try progress(db)
    let newest = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(id) FROM ledger")) ?? 0
    let last = min(newest, progress + foldingStep)
    guard last > progress else { return }
    try db.cachedStatement(
      sql: rows(after: ":after", through: ":last") + """
         INSERT INTO spending_sums (step, model, scope, time, purchases, spent, held) \
        SELECT step, model, scope, time, sum(purchases), sum(spent), sum(held) FROM models WHERE true GROUP BY 1, 2, 3, 4 \
        ON CONFLICT (step, model, scope, time) DO UPDATE SET purchases = purchases + excluded.purchases, \
        spent = spent + excluded.spent, held = held + excluded.held
        """
    ).execute(arguments: ["after": progress, "last": last])
    try db.cachedStatement(sql: "UPDATE spending_progress SET through = ? WHERE id = 1").execute(arguments: [last])
    // Whatever was added and is not noted would be added again, every second.
    guard db.changesCount == 1 else { throw noProgress }
  }

  private static let noProgress = StoreError.damaged(
    "it is not known how far the ledger's sums go: the row of spending_progress is missing; run tollgate verify, and restore a "
      + "backup")

  /// What has been written to the ledger since the sums were last brought up to date.
  static func unfolded(_ db: Database) throws -> [Move] {
    try Row.fetchAll(
      db.cachedStatement(sql: moves(after: ":after", through: ":last")),
      arguments: ["after": try progress(db), "last": Int64.max]
    ).map { row in
      let team: String = try row.value(3)
      return Move(
        hour: try row.value(0), day: try row.value(1), key: try row.keyID(2), team: team.isEmpty ? nil : team,
        model: try row.value(4), sum: try Sum(row, from: 5))
    }
  }

  private static func progress(_ db: Database) throws -> Int64 {
    let through = try Int64.fetchOne(db.cachedStatement(sql: "SELECT through FROM spending_progress WHERE id = 1"))
    guard let through else { throw noProgress }
    return through
  }

  /// What was spent in each hour or on each day of a range.
  static func points(
    _ step: SumStep, _ times: ClosedRange<Int64>, of scope: Scope, models pattern: ModelPattern?, _ db: Database
  ) throws -> [Int64: Money] {
    var points: [Int64: Money] = [:]
    for model in try step.models(of: name, matching: pattern, db) {
      let rows = try Row.fetchCursor(
        db.cachedStatement(
          sql: "SELECT time, spent FROM spending_sums WHERE step = ? AND model = ? AND scope = ? AND time BETWEEN ? AND ?"),
        arguments: [step.rawValue, model, scope.description, times.lowerBound, times.upperBound])
      while let row = try rows.next() { points[try row.value(0), default: .zero] += try row.money(1) }
    }
    for move in try unfolded(db) {
      let time = step == .hour ? move.hour : Int64(move.day)
      guard times.contains(time), scope.includes(move), pattern?.matches(move.model) ?? true else { continue }
      points[time, default: .zero] += move.sum.spent
    }
    return points
  }

  /// What was bought in a range of days, summed up by one dimension.
  static func sums(_ dimension: UsageQuery.Dimension, _ days: ClosedRange<Int32>, _ db: Database) throws -> [UsageSum.Group:
    Sum]
  {
    var sums: [UsageSum.Group: Sum] = [:]
    try dimension.forEachDay(
      of: name, "sum(purchases), sum(spent), sum(held)", days, db
    ) { group, row in
      sums[group, default: Sum()] += try Sum(row, from: 1)
    }
    for move in try unfolded(db) where days.contains(move.day) {
      let group: UsageSum.Group =
        switch dimension {
        case .key: .key(move.key)
        case .team: .team(move.team)
        case .model: .model(move.model)
        case .day: .day(move.day)
        }
      sums[group, default: Sum()] += move.sum
    }
    return sums
  }

  /// What the purchases of each minute were charged less what was given back. Their numbers are looked up by the hours.
  static func minutes(
    _ minutes: Range<Int64>, of scope: Scope, models: ModelPattern?, _ db: Database
  ) throws -> [Int64: Money] {
    let since = Timestamp(millisecondsSince1970: minutes.lowerBound * 60_000)
    let until = Timestamp(millisecondsSince1970: minutes.upperBound * 60_000)
    guard let numbers = try GenerationTable.numbers(since: since, until: until, db) else { return [:] }
    let (key, team) = scope.buyer
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT created_at / 60000, sum(captured - refunded) FROM generations NOT INDEXED \
          WHERE number BETWEEN :first AND :last AND created_at >= :since AND created_at < :until AND captured IS NOT NULL \
          AND (:key IS NULL OR key = :key) AND (:team IS NULL OR team = :team) AND (:model IS NULL OR model = :model) \
          AND (:models IS NULL OR substr(model, 1, length(:models)) = :models) GROUP BY 1
          """),
      arguments: [
        "first": numbers.lowerBound, "last": numbers.upperBound, "since": since.millisecondsSince1970,
        "until": until.millisecondsSince1970, "key": key?.bytes.data, "team": team, "model": models?.exact,
        "models": models?.beginning,
      ])
    return Dictionary(try rows.map { (try $0.value(0), try $0.money(1)) }, uniquingKeysWith: +)
  }
}

extension Scope {
  /// The key or the team whose purchases it has; neither for all.
  var buyer: (key: KeyID?, team: String?) {
    switch self {
    case .gateway, .everyone: (nil, nil)
    case .team(let name): (nil, name)
    case .key(let id): (id, nil)
    }
  }

  fileprivate func includes(_ move: SpendingTable.Move) -> Bool {
    switch self {
    case .gateway: true
    case .everyone: false
    case .team(let name): move.team == name
    case .key(let id): move.key == id
    }
  }
}
