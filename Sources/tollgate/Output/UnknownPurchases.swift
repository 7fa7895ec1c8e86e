import TollgateCore

/// All purchases whose outcome is unknown, taken together.
struct UnknownPurchases {
  private static let pageSize = 1000
  private static let maximumPages = 10

  private(set) var count = 0
  private(set) var held = Money.zero
  private(set) var oldest: Timestamp?
  /// Whether there were too many to look at all.
  private(set) var isCut = false

  init() {}

  init(in administration: any Administration) async throws {
    var query = GenerationQuery(state: .unknown, limit: Self.pageSize)
    for _ in 0..<Self.maximumPages {
      let page = try await administration.generations(query)
      for generation in page { add(generation) }
      guard page.count == Self.pageSize, let last = page.last else { return }
      query.before = last.number
    }
    isCut = true
  }

  private mutating func add(_ generation: GenerationSummary) {
    count += 1
    held += generation.hold
    oldest = min(oldest ?? generation.createdAt, generation.createdAt)
  }

  /// How many, how much and since when; `nil` where there are none.
  func sentence(at now: Timestamp) -> String? {
    guard let oldest else { return nil }
    let age = DisplayText.duration(now.since(oldest))
    return "\(isCut ? "more than " : "")\(count) unknown, \(DisplayText.dollars(held)) held, the oldest for \(age); "
      + "settle each with tollgate jobs resolve (see --help there)."
  }
}
