/// How a create ended, as statistics count it.
package enum UsageOutcome: String, Sendable, Codable, CaseIterable {
  case hit
  case joined
  /// Bought, or tried to: the upstream may have refused it.
  case miss
  /// Refused before anything was bought.
  case refused
}

/// So many creates of one kind in one minute.
package struct UsageCount: Sendable, Hashable {
  /// What is counted together.
  package struct Kind: Sendable, Hashable {
    /// Whole minutes since 1970.
    package let minute: Int64
    /// The calendar day in the gateway's time zone, as `yyyymmdd`.
    package let day: Int32
    package let key: KeyID
    package let team: String?
    package let model: String
    package let outcome: UsageOutcome

    package init(minute: Int64, day: Int32, key: KeyID, team: String?, model: String, outcome: UsageOutcome) {
      self.minute = minute
      self.day = day
      self.key = key
      self.team = team
      self.model = model
      self.outcome = outcome
    }
  }

  package let kind: Kind
  package var count: Int
  /// What they would have cost.
  package var saved: Money

  package init(_ kind: Kind, count: Int = 0, saved: Money = .zero) {
    self.kind = kind
    self.count = count
    self.saved = saved
  }
}

extension UsageCount {
  /// The minute of the latest of these creates of each key.
  package static func lastUses(in counts: [UsageCount]) -> [KeyID: Timestamp] {
    Dictionary(
      counts.map { ($0.kind.key, Timestamp(millisecondsSince1970: $0.kind.minute * 60_000)) }, uniquingKeysWith: max)
  }
}

/// Which usage is asked for.
package struct UsageQuery: Sendable, Codable, Equatable {
  /// What is summed up together.
  package enum Dimension: String, Sendable, Codable, CaseIterable {
    case key
    case team
    case model
    case day
  }

  package var dimension: Dimension
  /// The first and the last calendar day, as `yyyymmdd`, both inclusive; `nil` for no bound.
  package var firstDay: Int32?
  package var lastDay: Int32?

  package init(by dimension: Dimension = .key, firstDay: Int32? = nil, lastDay: Int32? = nil) {
    self.dimension = dimension
    self.firstDay = firstDay
    self.lastDay = lastDay
  }
}

/// What one key, team, model or day spent and saved.
package struct UsageSum: Sendable, Equatable {
  /// Whose it is.
  package enum Group: Sendable, Hashable {
    case key(KeyID)
    /// `nil` for keys without a team.
    case team(String?)
    case model(String)
    /// As `yyyymmdd`.
    case day(Int32)
  }

  package let group: Group
  /// Captures and corrections less refunds, booked to the day of the hold.
  package var spent: Money
  /// Held for purchases whose outcome is open.
  package var held: Money
  /// What hits and joins would have cost.
  package var saved: Money
  /// Purchases that were accepted or may have been.
  package var purchases: Int
  package var counts: [UsageOutcome: Int]

  package init(
    group: Group, spent: Money = .zero, held: Money = .zero, saved: Money = .zero, purchases: Int = 0,
    counts: [UsageOutcome: Int] = [:]
  ) {
    self.group = group
    self.spent = spent
    self.held = held
    self.saved = saved
    self.purchases = purchases
    self.counts = counts
  }
}

extension UsageSum.Group: Comparable {
  /// The order of a report by one dimension: keys by id, names by their text with no team first, days by time. Groups of
  /// different dimensions have none.
  package static func < (left: UsageSum.Group, right: UsageSum.Group) -> Bool {
    switch (left, right) {
    case (.key(let left), .key(let right)): (left.high, left.low) < (right.high, right.low)
    case (.team(let left), .team(let right)): left ?? "" < right ?? ""
    case (.model(let left), .model(let right)): left < right
    case (.day(let left), .day(let right)): left < right
    default: false
    }
  }
}
