import TollgateCore

extension ConsolePages {
  private static let latestPurchases = 20

  /// Requests as they happen, for browsers with scripts, and the latest purchases for all.
  func live(_ visit: ConsoleVisit) async throws -> String {
    let latest = try await administration.generations(GenerationQuery(limit: Self.latestPurchases))
    let view = LiveView(
      events: ConsoleRoute.events, jobs: ConsoleRoute.jobs, outcomes: UsageOutcome.allCases.map(LiveView.Outcome.init),
      address: ConsoleRoute.live, rows: latest.map { JobRow($0, calendar) }, base: visit.base)
    return try page("live", "Live", in: .live, visit, view)
  }
}

private struct LiveView {
  /// How a create may end, with what that means.
  struct Outcome {
    let word: String
    let meaning: String

    init(_ outcome: UsageOutcome) {
      word = outcome.rawValue
      meaning =
        switch outcome {
        case .hit: "replayed"
        case .joined: "shared with a purchase under way"
        case .miss: "bought"
        case .refused: "nothing was bought"
        }
    }
  }

  let events: String
  let jobs: String
  let outcomes: [Outcome]
  let address: String
  let rows: [JobRow]
  let base: String
}
