/// How much may be spent and held together in one scope; `nil` for as much as anybody likes.
package struct BudgetLimits: Sendable, Hashable, Codable {
  package var total: Money?
  package var month: Money?
  package var day: Money?

  /// Limits; what is left out is not limited.
  package init(total: Money? = nil, month: Money? = nil, day: Money? = nil) {
    self.total = total
    self.month = month
    self.day = day
  }

  /// The limit of one period.
  package subscript(period: BudgetPeriod) -> Money? {
    get {
      switch period {
      case .total: total
      case .month: month
      case .day: day
      }
    }
    set {
      switch period {
      case .total: total = newValue
      case .month: month = newValue
      case .day: day = newValue
      }
    }
  }
}
