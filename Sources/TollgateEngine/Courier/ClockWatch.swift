import TollgateCore

/// Notices that the calendar clock, by which callbacks are due, was set back: the clock that never goes back tells.
struct ClockWatch {
  /// What two looks may differ by without any of it: clocks are slewed, and are not read in the same moment.
  static let tolerance: Duration = .seconds(1)

  /// How far the calendar clock is ahead of the other one; `nil` before the first look.
  private var lead: Duration?

  /// How far the calendar clock was set back since the last look that was noted: zero at the first, where nobody knows; `nil`
  /// where it was not.
  func step(now: Timestamp, uptime: Duration) -> Duration? {
    guard let lead else { return .zero }
    let step = lead - Self.lead(now, uptime)
    return step > Self.tolerance ? step : nil
  }

  /// Notes a look, and that what follows from its step was done. What is slewed back adds up until it is more than tolerated.
  mutating func note(now: Timestamp, uptime: Duration) {
    let new = Self.lead(now, uptime)
    lead = step(now: now, uptime: uptime) == nil ? max(lead ?? new, new) : new
  }

  private static func lead(_ now: Timestamp, _ uptime: Duration) -> Duration {
    now.since(Timestamp(millisecondsSince1970: 0)) - uptime
  }
}
