/// Which usage over time is asked for; every condition that is named has to hold.
package struct UsageSeriesQuery: Sendable, Codable, Equatable {
  /// What one point stands for.
  package enum Step: String, Sendable, Codable, CaseIterable {
    case minute
    case hour
    /// A calendar day in the gateway's time zone.
    case day
  }

  package var step: Step
  /// The first point is the one that this moment falls into; without it there are ``defaultCount(of:)`` points.
  package var since: Timestamp?
  /// The last point is the one before this moment; without it the one that is now.
  package var until: Timestamp?
  /// Asked for with the key of this name. A query names a key or a team, not both.
  package var keyName: String?
  /// Asked for with a key of this team.
  package var team: String?
  /// A model's id or the beginning of one and a `*`.
  package var model: String?

  package init(by step: Step = .hour) { self.step = step }

  /// The most points of one answer. Minutes are added up when they are asked for, and half a day of them is enough to read.
  package static func maximumCount(of step: Step) -> Int {
    switch step {
    case .minute: 720
    case .hour, .day: 2000
    }
  }

  /// How many points there are where nobody says since when: an hour of minutes, a day of hours, a month of days.
  package static func defaultCount(of step: Step) -> Int {
    switch step {
    case .minute: 60
    case .hour: 24
    case .day: 30
    }
  }
}

/// Usage over time, as it is shown: a point for every minute, hour or day, also where nothing was asked for.
package struct UsageSeries: Sendable, Codable, Equatable {
  /// One minute, hour or day.
  package struct Point: Sendable, Codable, Equatable {
    /// When it begins.
    package let start: Timestamp
    /// The calendar day in the gateway's time zone as `yyyymmdd`, where it is one.
    package let day: Int32?
    package let hits: Int
    package let joined: Int
    /// Bought, or tried to.
    package let misses: Int
    /// Refused before anything was bought.
    package let refused: Int
    /// What hits and joins would have cost.
    package let saved: Money
    /// What the purchases of this time were charged less what was given back, whenever that was.
    package let spent: Money

    package init(_ point: UsagePoint, start: Timestamp, day: Int32? = nil) {
      self.start = start
      self.day = day
      hits = point.counts[.hit] ?? 0
      joined = point.counts[.joined] ?? 0
      misses = point.counts[.miss] ?? 0
      refused = point.counts[.refused] ?? 0
      saved = point.saved
      spent = point.spent
    }
  }

  package let step: UsageSeriesQuery.Step
  package let points: [Point]

  package init(by step: UsageSeriesQuery.Step, points: [Point]) {
    self.step = step
    self.points = points
  }
}
