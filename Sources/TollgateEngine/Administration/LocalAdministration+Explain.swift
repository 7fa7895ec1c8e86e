package import TollgateCore

extension LocalAdministration {
  /// So many earlier requests of one kind are compared with.
  private static let maximumCandidates = 50
  /// So many differences are named.
  private static let shownDifferences = 20

  package func explain(
    _ body: [UInt8], forKeyNamed name: String?
  ) async throws(AdministrationError) -> CacheExplanation {
    guard let gateway = running?.gateway else {
      throw AdministrationError(
        .unavailable, "Explaining needs the running gateway; start it (tollgate serve) and ask again.")
    }
    let create = try prepare(body, from: try await caller(named: name, of: gateway), gateway)
    let shared = Slot(content: create.slot.content, scope: .everyone, variant: create.slot.variant)
    let (contents, imported) = try await translating { () throws(StoreError) in
      (try await store.contents(of: create.slot), try await store.contents(of: shared))
    }
    let now = time.now()
    let (outcome, generation, reason) = Self.verdict(create, contents, imported, at: now)
    let isAnswered = outcome == .hit || outcome == .joined
    return CacheExplanation(
      outcome: outcome, reason: reason, generation: generation, content: create.slot.content.description,
      scope: create.slot.scope.description, nearest: isAnswered ? nil : try await nearest(to: create, gateway.catalogue))
  }

  private static func verdict(
    _ create: PreparedCreate, _ contents: SlotContents, _ imported: SlotContents, at now: Timestamp
  ) -> (CacheExplanation.Outcome, GenerationNumber?, String) {
    switch create.policy.decide(contents, orElse: imported, at: now) {
    case .hit(let finished):
      return (.hit, finished.generation, "The result of \(finished.generation) is replayed.")
    case .join(let live):
      return (
        .joined, live.generation, "\(live.generation) asks for the same and is \(live.state.rawValue); it would be shared."
      )
    case .blocked(let live):
      return (
        .refused, live.generation,
        "\(live.generation) asked for the same and is \(live.state.rawValue); settle it with tollgate jobs resolve."
      )
    case .notCached:
      return (
        .refused, nil,
        missing(contents) + " The key or the gateway is in replay mode, or restored and not accepted, and buys nothing."
      )
    case .buy:
      return (.miss, nil, missing(contents) + " It would be bought.")
    }
  }

  private static func missing(_ contents: SlotContents) -> String {
    if let finished = contents.finished {
      return "The result of \(finished.generation) is older than cache.ttl or its model's ttl."
    }
    return switch contents.loss {
    case .evicted: "The result was removed to make room."
    case .lost: "A file of the result could not be copied, or was damaged."
    case .purged: "The result was purged."
    case .expired, nil: "No result of exactly this request is kept."
    }
  }

  /// The earlier request that differs in the fewest places, and of those the one whose text shares the most words; one of the
  /// same model comes before all others.
  private func nearest(
    to create: PreparedCreate, _ catalogue: Catalogue
  ) async throws(AdministrationError) -> CacheExplanation.Nearest? {
    let request = create.request
    let candidates = try await translating { () throws(StoreError) in
      try await store.requests(
        like: PromptText.of(request.args), model: request.model, limit: Self.maximumCandidates)
    }
    guard let wanted = try? CanonicalJSON.parse(request.normalised) else { return nil }
    let words = Self.words(of: request)
    var best: (rank: (Int, Int, Int, Int64), generation: Generation, differences: [JSONDifference])?
    for candidate in candidates {
      guard let asked = try? CreateRequest(body: candidate.canonicalBody, catalogue: catalogue),
        let earlier = try? CanonicalJSON.parse(asked.normalised)
      else { continue }
      let generation = candidate.generation
      let differences = JSONDifference.between(wanted, and: earlier)
      let strange = words.subtracting(Self.words(of: asked)).count
      let rank = (generation.model == request.model ? 0 : 1, differences.count, strange, -generation.number.value)
      if best.map({ rank < $0.rank }) ?? true { best = (rank, generation, differences) }
    }
    guard let best else { return nil }
    let slot = best.generation.slot
    return CacheExplanation.Nearest(
      generation: GenerationSummary(best.generation, keyName: try await keyNames()[best.generation.key]),
      scope: slot.scope.description, variant: slot.variant,
      differences: best.differences.prefix(Self.shownDifferences).map(CacheExplanation.Difference.init),
      furtherDifferences: max(0, best.differences.count - Self.shownDifferences))
  }
  private static func words(of request: CreateRequest) -> Set<Substring> {
    Set(PromptText.of(request.args).split { !$0.isLetter && !$0.isNumber })
  }
}
