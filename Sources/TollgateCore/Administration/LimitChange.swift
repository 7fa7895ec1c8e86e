/// Which of a key's limits become others. As JSON it is a merge patch (RFC 7396) of ``KeyLimits``: what is left out stays, and
/// `null` takes a limit away.
package struct LimitChange: Sendable, Equatable {
  /// The most that a rate or a number of running purchases may say.
  package static let numbers = 1...1_000_000

  /// What one limit becomes.
  package enum Step<Value: Sendable & Equatable & Codable>: Sendable, Equatable {
    case keep
    /// `nil` for no limit.
    case set(Value?)
  }

  package var budgets: [BudgetPeriod: Step<Money>] = [:]
  package var createsPerMinute: Step<Int> = .keep
  package var generationsPerMinute: Step<Int> = .keep
  package var maximumRunning: Step<Int> = .keep

  /// A change of nothing.
  package init() {}

  /// Whether nothing changes.
  package var isEmpty: Bool { self == LimitChange() }

  /// The limits afterwards.
  ///
  /// - Throws: ``AdministrationError`` where a limit is none that can be set.
  package func applied(to old: KeyLimits) throws(AdministrationError) -> KeyLimits {
    var new = old
    for (period, step) in budgets {
      new.budgets[period] = step.applied(to: old.budgets[period])
      if let amount = new.budgets[period], amount < .zero {
        throw AdministrationError(.invalid, "A budget is an amount of dollars from 0, such as 5.00, and not \(amount).")
      }
    }
    new.rate.createsPerMinute = try Self.number(createsPerMinute.applied(to: old.rate.createsPerMinute))
    new.rate.generationsPerMinute = try Self.number(generationsPerMinute.applied(to: old.rate.generationsPerMinute))
    new.maximumRunning = try Self.number(maximumRunning.applied(to: old.maximumRunning))
    return new
  }

  private static func number(_ limit: Int?) throws(AdministrationError) -> Int? {
    if let limit, !numbers.contains(limit) {
      throw AdministrationError(.invalid, "A limit is a whole number from 1 to \(numbers.upperBound), and not \(limit).")
    }
    return limit
  }
}

extension LimitChange.Step {
  fileprivate func applied(to old: Value?) -> Value? {
    switch self {
    case .keep: old
    case .set(let new): new
    }
  }
}

extension LimitChange: Codable {
  private static let rates = ["createsPerMinute", "generationsPerMinute"]

  /// Reads the patch.
  ///
  /// - Throws: ``AdministrationError`` where it names a limit that there is not.
  package init(from decoder: any Decoder) throws {
    self.init()
    let patch = try MergePatch(decoder, members: ["budgets", "rate", "maximumRunning"], of: "a key's limits")
    maximumRunning = try patch.step("maximumRunning")
    try patch.section("budgets") { decoder in
      let patch = try MergePatch(decoder, members: BudgetPeriod.allCases.map(\.rawValue), of: "a key's budgets")
      for period in BudgetPeriod.allCases {
        let step: Step<Money> = try patch.step(period.rawValue)
        if step != .keep { budgets[period] = step }
      }
    }
    try patch.section("rate") { decoder in
      let patch = try MergePatch(decoder, members: Self.rates, of: "a key's rate")
      createsPerMinute = try patch.step(Self.rates[0])
      generationsPerMinute = try patch.step(Self.rates[1])
    }
  }

  /// Writes the patch.
  package func encode(to encoder: any Encoder) throws {
    var patch = encoder.container(keyedBy: MergePatch.Member.self)
    try patch.encode(maximumRunning, "maximumRunning")
    var amounts = patch.nestedContainer(keyedBy: MergePatch.Member.self, forKey: .init("budgets"))
    for (period, step) in budgets { try amounts.encode(step, period.rawValue) }
    var rate = patch.nestedContainer(keyedBy: MergePatch.Member.self, forKey: .init("rate"))
    try rate.encode(createsPerMinute, Self.rates[0])
    try rate.encode(generationsPerMinute, Self.rates[1])
  }
}
