/// The calendar day and month of a hold, in the gateway's time zone, as `yyyymmdd` and `yyyymm`. Later entries of the same
/// generation copy them.
package struct LedgerWindow: Sendable, Hashable {
  package let day: Int32
  package let month: Int32

  package init(day: Int32, month: Int32) {
    self.day = day
    self.month = month
  }

  /// This window, or the `latest` in which money was held where that is later: a clock that went back does not reopen a day
  /// whose sums may have been read.
  package func notBefore(_ latest: LedgerWindow?) -> LedgerWindow {
    latest.map { $0.day > day ? $0 : self } ?? self
  }

  /// The windows that a hold of this day falls into.
  package var budgetWindows: [BudgetWindow] { [.total, .month(month), .day(day)] }
}
