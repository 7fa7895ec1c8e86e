/// How long a budget lasts before it resets.
package enum BudgetPeriod: String, Sendable, Codable, CaseIterable {
  /// For ever.
  case total
  /// A calendar month in the gateway's time zone.
  case month
  /// A calendar day in the gateway's time zone.
  case day
}

/// One span of time for which money is summed up.
package enum BudgetWindow: Sendable, Hashable {
  case total
  /// A calendar month, as `yyyymm`.
  case month(Int32)
  /// A calendar day, as `yyyymmdd`.
  case day(Int32)

  package var period: BudgetPeriod {
    switch self {
    case .total: .total
    case .month: .month
    case .day: .day
    }
  }

  /// The number that the store keeps: 0, `yyyymm` or `yyyymmdd`.
  package var code: Int64 {
    switch self {
    case .total: 0
    case .month(let month): Int64(month)
    case .day(let day): Int64(day)
    }
  }
}
