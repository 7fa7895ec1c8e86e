import Foundation
import TollgateCore
import TollgateStore

/// How long it takes to read what people look at.
struct ReadingTimes {
  private static let runs = 5

  let store: SQLiteStore

  /// Prints the longest of several runs of each question, and how much was answered.
  func print() async throws {
    let now = Int64(Date.now.timeIntervalSince1970 * 1000)
    let newest = try await store.generations(in: nil, before: nil, limit: 1).first
    for dimension in UsageQuery.Dimension.allCases {
      try await time("usage by \(dimension.rawValue)") { try await store.usage(UsageQuery(by: dimension)).count }
    }
    let scopes: [Scope] = [.gateway, .team("team 1"), .team("design")]
    let spans: [(String, UsageSeriesFilter.Span)] = [
      ("60 minutes", .minutes(now / 60_000 - 180..<now / 60_000 - 120)),
      ("720 minutes", .minutes(now / 60_000 - 820..<now / 60_000 - 100)),
      ("24 hours", .hours(now / 3_600_000 - 26..<now / 3_600_000 - 2)),
      ("2000 hours", .hours(now / 3_600_000 - 2000..<now / 3_600_000)), ("all days", .days(0...99_991_231)),
    ]
    for (name, span) in spans {
      for scope in scopes {
        try await time("\(name) of \(scope)") { try await store.usageSeries(UsageSeriesFilter(span, of: scope)).count }
      }
      try await time("\(name) of vendor/*") {
        try await store.usageSeries(UsageSeriesFilter(span, models: ModelPattern("vendor/*"))).count
      }
    }
    try await timeResults(newest)
    try await time("counts by state") { try await store.generationCounts().count }
    try await timeLists(newest, now: now)
  }

  /// What the pages of results ask for.
  private func timeResults(_ newest: Generation?) async throws {
    var pinned = ResultFilter()
    pinned.isPinned = true
    let half = newest.flatMap { GenerationNumber(max(1, $0.number.value / 2)) }
    for (name, filter) in [
      ("50 results", ResultFilter()), ("1000 results", ResultFilter(limit: 1000)),
      ("results from the middle on", ResultFilter(before: half)), ("results of a key", ResultFilter(key: newest?.key)),
      ("results of a model", ResultFilter(models: newest.flatMap { ModelPattern($0.model) })),
      ("results of no model", ResultFilter(models: ModelPattern("vendor/none"))), ("pinned results", pinned),
    ] {
      try await time(name) {
        let found = try await store.results(filter)
        return try await store.useSums(of: found.map(\.generation.number)).count
      }
    }
    if let newest {
      try await time("who asked for one result") { try await store.uses(of: newest.number, limit: 100).keys.count }
    }
    try await time("figures of the storage") { try await store.figures().fileCount }
    try await time("50 files") { try await store.storedAssets(before: nil, limit: 50).count }
    try await time("1000 files") { try await store.storedAssets(before: nil, limit: 1000).count }
  }

  private func timeLists(_ newest: Generation?, now: Int64) async throws {
    let moment = Timestamp(millisecondsSince1970: now - FilledGeneration.month / 2)
    var lists: [(String, (inout GenerationFilter) -> Void)] = [
      ("1000 generations", { $0.limit = 1000 }), ("generations that failed", { $0.states = [.failed, .stalled] }),
      ("generations that succeeded", { $0.states = [.succeeded] }), ("generations of a team", { $0.team = newest?.team }),
      ("generations of a model", { $0.models = newest.flatMap { ModelPattern($0.model) } }),
      ("generations of many models", { $0.models = newest.flatMap { ModelPattern($0.model.prefix(3) + "*") } }),
      ("generations of half a month ago", { $0.until = moment }),
      (
        "generations of a key and a model that it never bought",
        { ($0.key, $0.models) = (newest?.key, ModelPattern("vendor/none")) }
      ),
      ("generations of a key and a team that it never was in", { ($0.key, $0.team) = (newest?.key, "none") }),
      (
        "generations of a team and models that it never bought",
        { ($0.team, $0.models) = (newest?.team, ModelPattern("vendor/*")) }
      ),
      (
        "generations of a key, a team and a model of half a month ago",
        { filter in
          (filter.key, filter.team, filter.until) = (newest?.key, newest?.team, moment)
          filter.models = newest.flatMap { ModelPattern($0.model) }
        }
      ),
    ]
    lists.append(("generations of a key", { $0.key = newest?.key }))
    for (name, change) in lists {
      var filter = GenerationFilter()
      change(&filter)
      let wanted = filter
      try await time(name) { try await store.generations(wanted).count }
    }
    for kind in [nil] + LedgerEntry.Kind.allCases.map(Optional.some) {
      for key in [nil, newest?.key] {
        var filter = LedgerFilter()
        (filter.kind, filter.key) = (kind, key)
        let wanted = filter
        try await time("ledger, \(kind?.rawValue ?? "all kinds")\(key == nil ? "" : ", of a key")") {
          try await store.ledger(wanted).count
        }
      }
    }
    var filter = LedgerFilter()
    filter.day = try await store.latestWindow()?.day
    filter.team = newest?.team
    let wanted = filter
    try await time("ledger, of a day and a team") { try await store.ledger(wanted).count }
  }

  private func time(_ name: String, _ read: () async throws -> Int) async throws {
    var longest = Duration.zero
    var count = 0
    for _ in 0..<Self.runs {
      let start = ContinuousClock.now
      count = try await read()
      longest = max(longest, ContinuousClock.now - start)
    }
    Swift.print("\(longest.formatted(.units(allowed: [.milliseconds], fractionalPart: .show(length: 1))))\t\(count)\t\(name)")
  }
}
