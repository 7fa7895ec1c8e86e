/// Which of a key's limits become others. As JSON it is a merge patch (RFC 7396) of ``KeyLimits``: what is left out stays, and
/// `null` takes a limit away.
package struct LimitChange: Sendable, Equatable {
  /// The most that a rate or a number of running purchases may say.
  package static let numbers = 1...1_000_000_000

  /// What one limit becomes.
  package enum Step<Value: Sendable & Equatable & Codable>: Sendable, Equatable {
    case keep
    /// `nil` for no limit.
    case set(Value?)
  }

  package var budgets: BudgetSteps = [:]
  package var createsPerMinute: Step<Int> = .keep
  package var generationsPerMinute: Step<Int> = .keep
  package var maximumRunning: Step<Int> = .keep

  /// A change of nothing.
  package init() {}

  /// Whether nothing changes.
  package var isEmpty: Bool { self == LimitChange() }

  /// A change of every limit, to these.
  package init(to limits: KeyLimits) {
    for period in BudgetPeriod.allCases { budgets[period] = .set(limits.budgets[period]) }
    createsPerMinute = .set(limits.rate.createsPerMinute)
    generationsPerMinute = .set(limits.rate.generationsPerMinute)
    maximumRunning = .set(limits.maximumRunning)
  }

  /// Checks that every limit is one that can be set.
  package func check() throws(AdministrationError) {
    try budgets.check()
    for case .set(let limit?) in [createsPerMinute, generationsPerMinute, maximumRunning] where !Self.numbers.contains(limit) {
      throw AdministrationError(.invalid, "A limit is a whole number from 1 to \(Self.numbers.upperBound), and not \(limit).")
    }
  }

  /// The limits afterwards.
  package func applied(to old: KeyLimits) -> KeyLimits {
    var new = old
    new.budgets = budgets.applied(to: old.budgets)
    new.rate.createsPerMinute = createsPerMinute.applied(to: old.rate.createsPerMinute)
    new.rate.generationsPerMinute = generationsPerMinute.applied(to: old.rate.generationsPerMinute)
    new.maximumRunning = maximumRunning.applied(to: old.maximumRunning)
    return new
  }
}

extension LimitChange.Step {
  /// The value afterwards.
  func applied(to old: Value?) -> Value? {
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
    budgets = try patch.section("budgets") { try BudgetSteps(from: $0, of: "a key's budgets") } ?? [:]
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
    try budgets.encode(into: &patch)
    var rate = patch.nestedContainer(keyedBy: MergePatch.Member.self, forKey: .init("rate"))
    try rate.encode(createsPerMinute, Self.rates[0])
    try rate.encode(generationsPerMinute, Self.rates[1])
  }
}
