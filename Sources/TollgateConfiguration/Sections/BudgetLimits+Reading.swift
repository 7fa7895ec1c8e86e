import TollgateCore

extension BudgetLimits {
  /// Reads how much may be spent in one scope; each is an amount of dollars or `unlimited`, which is the default.
  ///
  /// - `budgets.day`: in a calendar day of `time_zone`.
  /// - `budgets.month`: in a calendar month of it.
  /// - `budgets.total`: ever.
  mutating func read(_ section: MappingReader) {
    section.scalar("day", &day, .budget)
    section.scalar("month", &month, .budget)
    section.scalar("total", &total, .budget)
  }
}
