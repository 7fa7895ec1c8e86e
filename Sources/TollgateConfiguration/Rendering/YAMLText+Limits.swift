import TollgateCore

extension YAMLText {
  /// The budgets that there are as a YAML mapping in flow style; `nil` where there is none.
  static func budgets(_ limits: BudgetLimits) -> String? {
    members([("day", limits.day), ("month", limits.month), ("total", limits.total)].map { ($0, $1?.description) })
  }

  /// The rates that there are as a YAML mapping in flow style; `nil` where there is none.
  static func rate(_ limits: RateLimits) -> String? {
    members([
      ("creates_per_minute", limits.createsPerMinute.map(String.init)),
      ("generations_per_minute", limits.generationsPerMinute.map(String.init)),
    ])
  }

  private static func members(_ all: [(name: String, value: String?)]) -> String? {
    let present = all.compactMap { name, value in value.map { "\(name): \($0)" } }
    return present.isEmpty ? nil : "{" + present.joined(separator: ", ") + "}"
  }
}
