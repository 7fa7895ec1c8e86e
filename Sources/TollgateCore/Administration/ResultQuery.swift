/// Which results that can be replayed to list; every condition that is named has to hold.
package struct ResultQuery: Sendable, Codable, Equatable {
  /// A model's id or the beginning of one and a `*`.
  package var model: String?
  /// Finished at this moment or later.
  package var since: Timestamp?
  /// Words that all occur in the request's text.
  package var search: String?
  /// Bought by the key of this name.
  package var keyName: String?
  /// SHA-256 of what was sent, in hex.
  package var content: String?
  /// Only those with a smaller number, for paging.
  package var before: GenerationNumber?
  /// 1 to 1000.
  package var limit: Int

  package init(
    model: String? = nil, since: Timestamp? = nil, search: String? = nil, keyName: String? = nil, content: String? = nil,
    before: GenerationNumber? = nil, limit: Int = 50
  ) {
    self.model = model
    self.since = since
    self.search = search
    self.keyName = keyName
    self.content = content
    self.before = before
    self.limit = limit
  }
}

/// A result that can be replayed, as it is shown.
package struct ResultSummary: Sendable, Codable, Equatable {
  package let number: GenerationNumber
  package let model: String
  /// The buying key's name, where it is known; open-mode callers have none.
  package let keyName: String?
  /// The beginning of what was asked for; empty where nothing in it is text.
  package let prompt: String
  /// What it cost, and a repeat saves.
  package let cost: Money
  package let finishedAt: Timestamp
  /// SHA-256 of what was sent, in hex.
  package let content: String
  /// Who may replay it: `gateway`, `team:design`, `key:…`.
  package let scope: String
  package let variant: String

  package init(_ result: StoredResult, keyName: String?) {
    let generation = result.generation
    number = generation.number
    model = generation.model
    self.keyName = keyName
    prompt = result.prompt
    cost = generation.cost
    finishedAt = result.finishedAt
    content = generation.slot.content.description
    scope = generation.slot.scope.description
    variant = generation.slot.variant
  }
}

/// A result with what was asked and what came back.
package struct ResultDetail: Sendable, Codable, Equatable {
  package let generation: GenerationSummary
  /// SHA-256 of what was sent, in hex.
  package let content: String
  package let scope: String
  package let variant: String
  /// When its slot got it; `nil` where it is not what is replayed.
  package let replayedSince: Timestamp?
  /// The client's request as canonical JSON.
  package let request: String
  /// The upstream's finished record as canonical JSON; `nil` where there is none.
  package let record: String?

  package init(_ stored: RecordedGeneration, keyName: String?, replayedSince: Timestamp?) {
    let slot = stored.generation.slot
    generation = GenerationSummary(stored.generation, keyName: keyName)
    content = slot.content.description
    scope = slot.scope.description
    variant = slot.variant
    self.replayedSince = replayedSince
    request = String(decoding: stored.canonicalBody, as: UTF8.self)
    record = stored.record.map { String(decoding: $0, as: UTF8.self) }
  }
}
