import TollgateCore

/// All purchases whose outcome is unknown, taken together.
struct UnknownPurchases {
  private static let pageSize = 1000

  private(set) var count = 0
  private(set) var held = Money.zero
  private(set) var oldest: Timestamp?

  init() {}

  init(in administration: any Administration) async throws {
    var query = GenerationQuery(states: [.unknown], limit: Self.pageSize)
    while true {
      let page = try await administration.generations(query)
      for generation in page { add(generation) }
      guard page.count == Self.pageSize, let last = page.last else { return }
      query.before = last.number
    }
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
    return "\(count) unknown, \(DisplayText.dollars(held)) held, the oldest for \(age); "
      + "settle each with tollgate jobs resolve (see --help there)."
  }
}
