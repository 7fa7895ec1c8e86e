/// A configured rule and how specific it is.
struct RankedRule: Sendable {
  let rule: ModelRule
  private let name: JSONString
  private let pattern: ModelPattern

  init?(_ rule: ModelRule) {
    guard let pattern = ModelPattern(rule.model) else { return nil }
    self.rule = rule
    self.pattern = pattern
    name = JSONString(rule.model)
  }

  /// Whether the rule is for one model only.
  var isExact: Bool { rule.model.utf8.last != UInt8(ascii: "*") }
  var isForAll: Bool { name == "*" }
  var length: Int { rule.model.utf8.count }

  func applies(to model: String) -> Bool { isExact ? name == JSONString(model) : pattern.matches(model) }
}
