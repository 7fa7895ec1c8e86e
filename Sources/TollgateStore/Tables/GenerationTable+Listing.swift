import GRDB
import TollgateCore

// Pages of generations. What is looked for is found by one index, and the rest is looked at in its entries.
extension GenerationTable {
  /// Where numbers are read from, in descending order.
  private struct Lane {
    /// The table and its index.
    var source: String
    var condition = "true"
    var number = "generations.number"
    var arguments: StatementArguments = [:]
    /// Whether all that it has is in a state that is wanted, was bought by who is wanted, or is of a model that is.
    var isOfState = false
    var isOfBuyer = false
    var isOfModel = false
  }

  /// What further has to be true of generations.
  struct Further {
    /// What they are joined with.
    var join = ""
    var conditions: [String] = []
    var arguments: StatementArguments = [:]
    /// Where they are read from instead of the filter's own place: few are there.
    var source: String?
  }

  /// Generations, newest first.
  static func list(_ filter: GenerationFilter, _ db: Database) throws -> [Generation] {
    try numbers(filter, Further(), db).compactMap { try GenerationNumber($0).flatMap { try load($0, db) } }
  }

  /// Numbers of generations, newest first.
  static func numbers(_ filter: GenerationFilter, _ further: Further, _ db: Database) throws -> [Int64] {
    let limit = min(max(filter.limit, 1), 1000)
    guard let range = try numbers(since: filter.since, until: filter.until, db) else { return [] }
    let last = min(range.upperBound, (filter.before?.value ?? Int64.max) - 1)
    let arguments: StatementArguments = [
      "first": range.lowerBound, "last": last, "limit": limit, "key": filter.key?.bytes.data, "team": filter.team,
      "model": filter.models?.exact, "models": filter.models?.beginning, "since": filter.since?.millisecondsSince1970,
      "until": filter.until?.millisecondsSince1970,
      "states": CanonicalJSON.text(.array(filter.states.map { .text($0.rawValue) })),
    ]
    // Lanes differ in their arguments more often than in their words.
    var statements: [String: Statement] = [:]
    var numbers: [Int64] = []
    for lane in try further.source.map({ [Lane(source: $0)] }) ?? lanes(filter, db) {
      let sql = sql(lane, filter, further)
      let statement = try statements[sql] ?? db.makeStatement(sql: sql)
      statements[sql] = statement
      numbers += try Int64.fetchAll(statement, arguments: arguments &+ lane.arguments &+ further.arguments)
    }
    return Array(numbers.sorted(by: >).prefix(limit))
  }

  /// How many there are in each state but `succeeded`. The condition is that of the partial index.
  static func counts(_ db: Database) throws -> [GenerationState: Int] {
    let rows = try Row.fetchAll(
      db.cachedStatement(sql: "SELECT state, count(*) FROM generations WHERE state <> 'succeeded' GROUP BY state"))
    return Dictionary(try rows.map { (try $0.state(0), try $0.value(1)) }, uniquingKeysWith: +)
  }

  /// How many purchases have an unknown outcome, what they hold, and since when.
  static func unknown(_ db: Database) throws -> MoneyFigures.Unknown {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT count(*), ifnull(sum(hold), 0), min(created_at) FROM generations \
          WHERE state = 'unknown' AND state <> 'succeeded'
          """))
    guard let row else { return MoneyFigures.Unknown() }
    return MoneyFigures.Unknown(
      count: try row.value(0), held: try row.money(1),
      oldestAt: try row.decode(Int64?.self, atIndex: 2).map { Timestamp(millisecondsSince1970: $0) })
  }

  /// Between which numbers all generations of a time are; `nil` where there are none.
  static func numbers(since: Timestamp?, until: Timestamp?, _ db: Database) throws -> ClosedRange<Int64>? {
    guard since != nil || until != nil else { return 0...Int64.max }
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT min(first), max(last) FROM generation_hours WHERE hour >= ? / 3600000 AND hour <= ? / 3600000"),
      arguments: [since?.millisecondsSince1970 ?? Int64.min, until?.millisecondsSince1970 ?? Int64.max])
    guard let first = try row?.decode(Int64?.self, atIndex: 0), let last = try row?.decode(Int64?.self, atIndex: 1) else {
      return nil
    }
    return first...last
  }

  /// One, or several for what one index has in several places.
  private static func lanes(_ filter: GenerationFilter, _ db: Database) throws -> [Lane] {
    if let words = filter.search {
      return [
        Lane(
          source: "prompt_words CROSS JOIN generations ON generations.number = prompt_words.rowid",
          condition: "prompt_words MATCH :words", number: "prompt_words.rowid", arguments: ["words": words.matchingAll])
      ]
    }
    if !filter.states.isEmpty, !filter.states.contains(.succeeded) {
      return filter.states.map {
        Lane(
          source: "generations INDEXED BY generations_by_state", condition: "state = :state AND state <> 'succeeded'",
          arguments: ["state": $0.rawValue], isOfState: true)
      }
    }
    if let key = filter.key { return try lanes(ofKey: key, filter, db) }
    if let team = filter.team { return try lanes(ofTeam: team, filter, db) }
    guard let models = filter.models, models.beginning != "" else { return [Lane(source: "generations NOT INDEXED")] }
    return try (models.exact.map { [$0] } ?? names(beginningWith: models.beginning ?? "", db)).map {
      Lane(
        source: "generations INDEXED BY generations_by_model", condition: "generations.model = :name", arguments: ["name": $0],
        isOfModel: true)
    }
  }

  /// A key's purchases stand by team and by model.
  private static func lanes(ofKey key: KeyID, _ filter: GenerationFilter, _ db: Database) throws -> [Lane] {
    var teams = [filter.team]
    if filter.team == nil {
      teams += try String.fetchAll(
        db.cachedStatement(
          sql: """
            WITH RECURSIVE teams (name) AS (\
            SELECT min(team) FROM generations INDEXED BY generations_by_key WHERE key = :key AND team IS NOT NULL \
            UNION ALL SELECT (SELECT min(team) FROM generations INDEXED BY generations_by_key \
            WHERE key = :key AND team > name) FROM teams WHERE name IS NOT NULL) \
            SELECT name FROM teams WHERE name IS NOT NULL
            """), arguments: ["key": key.bytes.data])
    }
    return try teams.flatMap { team in
      try lanes("generations_by_key", "key = :key AND team IS :part", ["key": key.bytes.data, "part": team], filter, db)
    }
  }

  /// A team's purchases stand by model.
  private static func lanes(ofTeam team: String, _ filter: GenerationFilter, _ db: Database) throws -> [Lane] {
    try lanes("generations_by_team", "team = :part", ["part": team], filter, db)
  }

  /// One for each model of a buyer that is wanted.
  private static func lanes(
    _ index: String, _ buyer: String, _ arguments: StatementArguments, _ filter: GenerationFilter, _ db: Database
  ) throws -> [Lane] {
    let source = "generations INDEXED BY \(index)"
    let models =
      try filter.models?.exact.map { [$0] }
      ?? names(in: source, where: buyer, arguments, beginningWith: filter.models?.beginning ?? "", db)
    return models.map {
      Lane(
        source: source, condition: "\(buyer) AND generations.model = :name", arguments: arguments + ["name": $0],
        isOfBuyer: true, isOfModel: true)
    }
  }

  /// The models that were ever bought, one look-up each.
  private static func names(
    in source: String = "generations", where condition: String = "true", _ arguments: StatementArguments = [:],
    beginningWith beginning: String, _ db: Database
  ) throws -> [String] {
    try String.fetchAll(
      db.cachedStatement(
        sql: """
          WITH RECURSIVE names (name) AS (SELECT min(model) FROM \(source) WHERE \(condition) AND model >= :first \
          UNION ALL SELECT (SELECT min(model) FROM \(source) WHERE \(condition) AND model > name) FROM names \
          WHERE substr(name, 1, length(:first)) = :first) \
          SELECT name FROM names WHERE substr(name, 1, length(:first)) = :first
          """), arguments: arguments + ["first": beginning])
  }

  /// Only the conditions that there are: one that may be none is looked up by no index.
  private static func sql(_ lane: Lane, _ filter: GenerationFilter, _ further: Further) -> String {
    var conditions = [lane.condition, "\(lane.number) BETWEEN :first AND :last"]
    if !lane.isOfBuyer {
      if filter.key != nil { conditions.append("key = :key") }
      if filter.team != nil { conditions.append("team = :team") }
    }
    if !lane.isOfModel {
      if filter.models?.exact != nil { conditions.append("generations.model = :model") }
      if filter.models?.beginning != nil { conditions.append("substr(generations.model, 1, length(:models)) = :models") }
    }
    if filter.since != nil { conditions.append("created_at >= :since") }
    if filter.until != nil { conditions.append("created_at < :until") }
    if !filter.states.isEmpty, !lane.isOfState { conditions.append("state IN (SELECT value FROM json_each(:states))") }
    conditions += further.conditions
    return "SELECT \(lane.number) FROM \(lane.source) \(further.join) WHERE " + conditions.joined(separator: " AND ")
      + " ORDER BY \(lane.number) DESC LIMIT :limit"
  }
}
