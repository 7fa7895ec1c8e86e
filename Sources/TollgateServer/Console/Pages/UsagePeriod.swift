import TollgateCore

/// The time that the overview's charts cover.
enum UsagePeriod: String, CaseIterable {
  case day = "24h"
  case week = "7d"
  case month = "30d"

  var label: String {
    switch self {
    case .day: "24 hours"
    case .week: "7 days"
    case .month: "30 days"
    }
  }

  private var step: UsageSeriesQuery.Step { self == .month ? .day : .hour }

  /// What is asked for, up to now.
  func query(at now: Timestamp) -> UsageSeriesQuery {
    var query = UsageSeriesQuery(by: step)
    if self == .week { (query.since, query.until) = (now - .seconds(3600 * (7 * 24 - 1)), now + .milliseconds(1)) }
    return query
  }

  /// When a point of it is: a day, or an hour and its day.
  func text(_ moment: Timestamp, _ calendar: ConsoleCalendar) -> String {
    step == .day ? ConsoleCalendar.text(calendar.day(of: moment)) : calendar.hour(of: moment)
  }

  /// The links above the charts.
  func choice() -> [PeriodLink] {
    Self.allCases.map {
      PeriodLink(
        label: $0.label, address: ConsoleRoute.address(ConsoleRoute.overview, ["period": $0.rawValue]), isCurrent: $0 == self)
    }
  }
}

/// A link to the overview with another period.
struct PeriodLink {
  let label: String
  let address: String
  let isCurrent: Bool
}
