import GRDB
import TollgateCore

/// What `usage_sums` and `spending_sums` are kept by: two tables with the same keys.
enum SumStep: String {
  /// Whole hours since 1970.
  case hour
  /// Calendar days, as `yyyymmdd`.
  case day

  /// All models together.
  static let allModels = ""

  /// One model.
  static func model(_ model: String) -> String { "=" + model.storable }

  /// The models with sums in a table of this step, whose ids begin with something. One look-up each: there are few models and
  /// many sums.
  func models(of table: String, beginningWith beginning: String = "", _ db: Database) throws -> [String] {
    try String.fetchAll(
      db.cachedStatement(
        sql: """
          WITH RECURSIVE names (name) AS (\
          SELECT min(model) FROM \(table) WHERE step = :step AND model >= :first \
          UNION ALL SELECT (SELECT min(model) FROM \(table) WHERE step = :step AND model > name) FROM names \
          WHERE substr(name, 1, length(:first)) = :first) \
          SELECT name FROM names WHERE substr(name, 1, length(:first)) = :first
          """), arguments: ["step": rawValue, "first": Self.model(beginning)])
  }

  /// What `model` is in the rows that a pattern stands for; for all models where there is none.
  func models(of table: String, matching pattern: ModelPattern?, _ db: Database) throws -> [String] {
    guard let pattern else { return [Self.allModels] }
    if let model = pattern.exact { return [Self.model(model)] }
    return try models(of: table, beginningWith: pattern.beginning ?? "", db)
  }
}

extension ModelPattern {
  /// The id of the one model that it stands for; `nil` where it is the beginning of many.
  var exact: String? { beginning == nil ? description.storable : nil }

  /// What the models that it stands for begin with; `nil` where it is one model's id.
  var beginning: String? { description.hasSuffix("*") ? String(description.dropLast()).storable : nil }
}
