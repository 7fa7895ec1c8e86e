/// What becomes of budgets, by their periods; those of other periods stay.
package typealias BudgetSteps = [BudgetPeriod: LimitChange.Step<Money>]

extension BudgetSteps {
  /// Reads a merge patch of ``BudgetLimits``.
  ///
  /// - Throws: ``AdministrationError`` where it names a period that there is not; `thing` says whose budgets they are.
  init(from decoder: any Decoder, of thing: String) throws {
    self = [:]
    let patch = try MergePatch(decoder, members: BudgetPeriod.allCases.map(\.rawValue), of: thing)
    for period in BudgetPeriod.allCases {
      let step: LimitChange.Step<Money> = try patch.step(period.rawValue)
      if step != .keep { self[period] = step }
    }
  }

  /// Writes the merge patch as a member of another.
  func encode(into patch: inout KeyedEncodingContainer<MergePatch.Member>) throws {
    var amounts = patch.nestedContainer(keyedBy: MergePatch.Member.self, forKey: .init("budgets"))
    for (period, step) in self { try amounts.encode(step, period.rawValue) }
  }

  /// Checks that every budget is one that can be set.
  func check() throws(AdministrationError) {
    for case .set(let amount?) in values where amount < .zero {
      throw AdministrationError(.invalid, "A budget is an amount of dollars from 0, such as 5.00, and not \(amount).")
    }
  }

  /// The budgets afterwards.
  package func applied(to old: BudgetLimits) -> BudgetLimits {
    var new = old
    for (period, step) in self { new[period] = step.applied(to: old[period]) }
    return new
  }
}
