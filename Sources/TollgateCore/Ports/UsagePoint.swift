/// Which usage is wanted over time.
package struct UsageSeriesFilter: Sendable, Equatable {
  /// What one point stands for, and which of them are wanted.
  package enum Span: Sendable, Equatable {
    /// Whole minutes since 1970.
    case minutes(Range<Int64>)
    /// Whole hours since 1970.
    case hours(Range<Int64>)
    /// Calendar days in the gateway's time zone, as `yyyymmdd`.
    case days(ClosedRange<Int32>)
  }

  package var span: Span
  /// Whose usage: the gateway's, a team's or a key's. Of ``Scope/everyone`` there is none.
  package var scope: Scope
  package var models: ModelPattern?

  package init(_ span: Span, of scope: Scope = .gateway, models: ModelPattern? = nil) {
    self.span = span
    self.scope = scope
    self.models = models
  }
}

/// What was asked for, saved and spent in one minute, hour or day.
package struct UsagePoint: Sendable, Equatable {
  /// The minute or the hour since 1970, or the day as `yyyymmdd`.
  package let time: Int64
  package var counts: [UsageOutcome: Int]
  /// What hits and joins would have cost.
  package var saved: Money
  /// What the purchases of this time were charged less what was given back, whenever that was: by the moment of the hold, and in
  /// a series of days by its day in the ledger, as in ``UsageSum``.
  package var spent: Money

  package init(time: Int64, counts: [UsageOutcome: Int] = [:], saved: Money = .zero, spent: Money = .zero) {
    self.time = time
    self.counts = counts
    self.saved = saved
    self.spent = spent
  }
}
