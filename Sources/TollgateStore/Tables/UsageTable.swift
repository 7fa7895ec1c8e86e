import GRDB
import TollgateCore

/// Statements on `usage`, the statistics of creates, and on `usage_sums`, their sums by hour and by day.
enum UsageTable {
  /// Dollars and their parts are summed up apart: a sum beyond what SQLite counts up to is an error there.
  private static let savings = "sum(saved / 1000000000), sum(saved % 1000000000)"

  /// A row of `usage_sums`.
  private struct SumKey: Hashable {
    let step: SumStep
    let model: String
    let scope: Scope
    let time: Int64
    let outcome: UsageOutcome
  }

  private struct Sum {
    var count = 0
    var saved = Money.zero
  }

  /// Adds to the minutes, and to the hours and days.
  static func add(_ counts: [UsageCount], _ db: Database) throws {
    var sums: [SumKey: Sum] = [:]
    for count in counts {
      try add(count, db)
      for key in keys(of: count.kind) {
        sums[key, default: Sum()].count += count.count
        sums[key, default: Sum()].saved = (sums[key]?.saved ?? .zero).addingSaturating(count.saved)
      }
    }
    let statement = try db.cachedStatement(
      sql: "INSERT INTO usage_sums (step, model, scope, time, outcome, count, saved) VALUES (?, ?, ?, ?, ?, ?, ?) "
        + "ON CONFLICT (step, model, scope, time, outcome) " + addition)
    for (key, sum) in sums {
      try statement.execute(arguments: [
        key.step.rawValue, key.model, key.scope.description, key.time, key.outcome.rawValue, sum.count,
        sum.saved.nanodollars,
      ])
    }
  }

  private static let addition = """
    DO UPDATE SET count = count + excluded.count, \
    saved = iif(saved > \(Int64.max) - excluded.saved, \(Int64.max), saved + excluded.saved)
    """

  private static func add(_ count: UsageCount, _ db: Database) throws {
    try db.cachedStatement(
      sql: "INSERT INTO usage (minute, day, key, team, model, outcome, count, saved) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        + "ON CONFLICT (minute, key, team, model, outcome) " + addition
    ).execute(arguments: [
      count.kind.minute, count.kind.day, count.kind.key.bytes.data, count.kind.team ?? "", count.kind.model.storable,
      count.kind.outcome.rawValue, count.count, count.saved.nanodollars,
    ])
  }

  private static func keys(of kind: UsageCount.Kind) -> [SumKey] {
    [(SumStep.hour, kind.minute / 60), (.day, Int64(kind.day))].flatMap { step, time in
      [Scope.gateway, .team(kind.team ?? ""), .key(kind.key)].flatMap { scope in
        [SumStep.allModels, SumStep.model(kind.model)].map { model in
          SumKey(step: step, model: model, scope: scope, time: time, outcome: kind.outcome)
        }
      }
    }
  }

  /// Sums by one dimension: the money from the ledger, the rest from the statistics.
  static func sums(_ query: UsageQuery, _ db: Database) throws -> [UsageSum] {
    let (first, last) = (query.firstDay ?? 0, query.lastDay ?? .max)
    guard first <= last else { return [] }
    var sums: [UsageSum.Group: UsageSum] = [:]
    try query.dimension.forEachDay(
      of: "usage_sums", "outcome, sum(count), " + savings, first...last, by: ", outcome", db
    ) { group, row in
      let outcome = try row.required(UsageOutcome(rawValue: try row.value(1)), "an outcome")
      var sum = sums[group] ?? UsageSum(group: group)
      sum.counts[outcome, default: 0] += try row.value(2)
      sum.saved = sum.saved.addingSaturating(try row.savings(3))
      sums[group] = sum
    }
    for (group, bought) in try SpendingTable.sums(query.dimension, first...last, db) where bought.purchases > 0 {
      var sum = sums[group] ?? UsageSum(group: group)
      (sum.purchases, sum.spent, sum.held) = (bought.purchases, bought.spent, bought.held)
      sums[group] = sum
    }
    return sums.values.sorted { $0.group < $1.group }
  }

  /// Sums by time.
  static func series(_ filter: UsageSeriesFilter, _ db: Database) throws -> [UsagePoint] {
    guard filter.scope != .everyone else { return [] }
    var points: [Int64: UsagePoint] = [:]
    let spent: [Int64: Money]
    switch filter.span {
    case .minutes(let minutes):
      try readMinutes(minutes, filter, into: &points, db)
      spent = try SpendingTable.minutes(minutes, of: filter.scope, models: filter.models, db)
    case .hours(let hours):
      guard !hours.isEmpty else { return [] }
      let times = hours.lowerBound...(hours.upperBound - 1)
      try readSums(.hour, times, filter, into: &points, db)
      spent = try SpendingTable.points(.hour, times, of: filter.scope, models: filter.models, db)
    case .days(let days):
      let times = Int64(days.lowerBound)...Int64(days.upperBound)
      try readSums(.day, times, filter, into: &points, db)
      spent = try SpendingTable.points(.day, times, of: filter.scope, models: filter.models, db)
    }
    for (time, money) in spent where money != .zero { points[time, default: UsagePoint(time: time)].spent = money }
    return points.values.sorted { $0.time < $1.time }
  }

  private static func readSums(
    _ step: SumStep, _ times: ClosedRange<Int64>, _ filter: UsageSeriesFilter, into points: inout [Int64: UsagePoint],
    _ db: Database
  ) throws {
    let statement = try db.cachedStatement(
      sql: """
        SELECT time, outcome, count, saved / 1000000000, saved % 1000000000 FROM usage_sums \
        WHERE step = ? AND model = ? AND scope = ? AND time BETWEEN ? AND ?
        """)
    for model in try step.models(of: "usage_sums", matching: filter.models, db) {
      let rows = try Row.fetchCursor(
        statement,
        arguments: [step.rawValue, model, filter.scope.description, times.lowerBound, times.upperBound])
      while let row = try rows.next() { try add(row, to: &points) }
    }
  }

  /// Minutes have no sums: they are few where so few minutes are asked for. The outcomes stand side by side, so that the rows are
  /// added up in the order in which they are, and only the conditions that there are cost something.
  private static func readMinutes(
    _ minutes: Range<Int64>, _ filter: UsageSeriesFilter, into points: inout [Int64: UsagePoint], _ db: Database
  ) throws {
    let (key, team) = filter.scope.buyer
    var conditions = ["minute >= :first AND minute < :end"]
    if key != nil { conditions.append("key = :key") }
    if team != nil { conditions.append("team = :team") }
    if filter.models?.exact != nil { conditions.append("model = :model") }
    if filter.models?.beginning != nil { conditions.append("substr(model, 1, length(:models)) = :models") }
    let outcomes = UsageOutcome.allCases
    let counts = outcomes.map { "sum(count) FILTER (WHERE outcome = '\($0.rawValue)')" }.joined(separator: ", ")
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT minute, coalesce(sum(saved / 1000000000) FILTER (WHERE saved > 0), 0), \
          coalesce(sum(saved % 1000000000) FILTER (WHERE saved > 0), 0), \(counts) FROM usage \
          WHERE \(conditions.joined(separator: " AND ")) GROUP BY 1
          """),
      arguments: [
        "first": minutes.lowerBound, "end": minutes.upperBound, "key": key?.bytes.data, "team": team,
        "model": filter.models?.exact, "models": filter.models?.beginning,
      ])
    while let row = try rows.next() {
      let time: Int64 = try row.value(0)
      var point = UsagePoint(time: time, saved: try row.savings(1))
      for (place, outcome) in outcomes.enumerated() {
        point.counts[outcome] = try row.decode(Int?.self, atIndex: 3 + place)
      }
      points[time] = point
    }
  }

  private static func add(_ row: Row, to points: inout [Int64: UsagePoint]) throws {
    let time: Int64 = try row.value(0)
    let outcome = try row.required(UsageOutcome(rawValue: try row.value(1)), "an outcome")
    var point = points[time] ?? UsagePoint(time: time)
    point.counts[outcome, default: 0] += try row.value(2)
    point.saved = point.saved.addingSaturating(try row.savings(3))
    points[time] = point
  }
}
