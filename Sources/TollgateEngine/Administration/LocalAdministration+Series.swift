package import TollgateCore

extension LocalAdministration {
  /// After the year 9998 no calendar counts days in eight digits.
  private static let moments: ClosedRange<Int64> = 0...253_370_764_800_000
  private static let minute: Int64 = 60_000
  private static let hour: Int64 = 3_600_000

  package func usageSeries(_ query: UsageSeriesQuery) async throws(AdministrationError) -> UsageSeries {
    guard query.keyName == nil || query.team == nil else {
      throw AdministrationError(.invalid, "A series is of a key or of a team; name one of them.")
    }
    let models: ModelPattern? = if let model = query.model { try ModelPattern(written: model) } else { nil }
    var scope = Scope.gateway
    if let name = query.keyName { scope = .key(try await storedKey(named: name).id) }
    if let team = query.team { scope = .team(team) }

    let starts = try starts(of: query)
    guard let first = starts.first, let last = starts.last else { return UsageSeries(by: query.step, points: []) }
    let span: UsageSeriesFilter.Span =
      switch query.step {
      case .minute: .minutes(first.time..<last.time + 1)
      case .hour: .hours(first.time..<last.time + 1)
      case .day: .days(Int32(truncatingIfNeeded: first.time)...Int32(truncatingIfNeeded: last.time))
      }
    let filter = UsageSeriesFilter(span, of: scope, models: models)
    let found = try await translating { () throws(StoreError) in try await store.usageSeries(filter) }
    let points = Dictionary(found.map { ($0.time, $0) }, uniquingKeysWith: { first, _ in first })
    return UsageSeries(
      by: query.step,
      points: starts.map {
        UsageSeries.Point(
          points[$0.time] ?? UsagePoint(time: $0.time), start: $0.start,
          day: query.step == .day ? Int32(truncatingIfNeeded: $0.time) : nil)
      })
  }

  /// Each point's minute, hour or day, as the store counts them, and when it begins.
  private func starts(of query: UsageSeriesQuery) throws(AdministrationError) -> [(time: Int64, start: Timestamp)] {
    let until = Self.within(query.until ?? time.now() + .milliseconds(1))
    if let since = query.since, Self.within(since) >= until {
      throw AdministrationError(.invalid, "The series ends before it begins; name the earlier moment as since.")
    }
    switch query.step {
    case .minute: return try Self.starts(of: query, every: Self.minute, until: until)
    case .hour: return try Self.starts(of: query, every: Self.hour, until: until)
    case .day: return try days(of: query, until: until)
    }
  }

  private static func starts(
    of query: UsageSeriesQuery, every step: Int64, until: Timestamp
  ) throws(AdministrationError) -> [(time: Int64, start: Timestamp)] {
    let end = (until.millisecondsSince1970 + step - 1) / step
    let first =
      query.since.map { within($0).millisecondsSince1970 / step }
      ?? max(0, end - Int64(UsageSeriesQuery.defaultCount(of: query.step)))
    guard end - first <= Int64(UsageSeriesQuery.maximumCount(of: query.step)) else { throw tooMany(query.step) }
    return (first..<end).map { ($0, Timestamp(millisecondsSince1970: $0 * step)) }
  }

  private func days(
    of query: UsageSeriesQuery, until: Timestamp
  ) throws(AdministrationError) -> [(time: Int64, start: Timestamp)] {
    let last = calendar.window(of: until - .milliseconds(1)).day
    let since = query.since ?? until - .seconds(86_400 * (UsageSeriesQuery.defaultCount(of: .day) - 1))
    var day = calendar.window(of: Self.within(since)).day
    var days: [(time: Int64, start: Timestamp)] = []
    while day <= last, let start = calendar.start(of: day), let end = calendar.end(of: .day(day)) {
      guard days.count < UsageSeriesQuery.maximumCount(of: .day) else { throw Self.tooMany(.day) }
      days.append((Int64(day), start))
      day = calendar.window(of: end).day
    }
    return days
  }

  private static func within(_ moment: Timestamp) -> Timestamp {
    Timestamp(millisecondsSince1970: min(max(moment.millisecondsSince1970, moments.lowerBound), moments.upperBound))
  }

  private static func tooMany(_ step: UsageSeriesQuery.Step) -> AdministrationError {
    let longer =
      switch step {
      case .minute: "by hour or by day, or "
      case .hour: "by day, or "
      case .day: ""
      }
    return AdministrationError(
      .invalid,
      "A series by \(step.rawValue) has at most \(UsageSeriesQuery.maximumCount(of: step)) points; ask \(longer)for a shorter time."
    )
  }
}
