import TollgateCore

// The small values that many answers have.
extension Schema {
  /// Dollars as an exact decimal text; only a correction of the ledger is negative.
  static let money = Schema.pattern(#"^-?\d{1,10}(\.\d{1,9})?$"#, example: "0.039")
  /// Milliseconds since 1970.
  static let moment = Schema.integer(-8_640_000_000_000_000...8_640_000_000_000_000)
  static let day = Schema.pattern(#"^[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"#, example: "2026-11-29")
  /// A day as `yyyymmdd`.
  static let dayCode = Schema.integer(10_000_101...99_991_231)
  static let generationNumber = Schema.pattern(#"^g[1-9]\d{0,10}$"#, example: "g17")
  static let callbackID = Schema.pattern(#"^c[1-9]\d{0,18}$"#, example: "c17")
  static let digest = Schema.pattern("^[0-9a-f]{64}$", example: String(repeating: "0f", count: 32))
  /// The name of a kept file.
  static let assetName = Schema.pattern(
    "^[0-9a-f]{64}(\\.[A-Za-z0-9]{1,10})?$", example: String(repeating: "0f", count: 32) + ".png")
  static let count = Schema.integer(0...Int64.max)
  static let generationState = Schema.choice(GenerationState.self)
  /// A key's or team's name.
  static let name = Schema.pattern("^[A-Za-z0-9._-]{1,64}$", example: "alice")
  /// How many of a list, at most.
  static let limit = Schema.integer(1...1000)
  /// A limit that can be set.
  static let settableNumber = Schema.integer(Int64(LimitChange.numbers.lowerBound)...Int64(LimitChange.numbers.upperBound))
}

extension QueryParameter {
  static let limit = QueryParameter("limit", "How many, 50 where it is left out.", .limit)
  /// For whom a create is quoted.
  static let forKey = QueryParameter("key", "Whose create it is; left out in open mode.", .text)
}
