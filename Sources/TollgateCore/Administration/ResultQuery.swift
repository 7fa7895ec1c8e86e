/// Which results that can be replayed to list; every condition that is named has to hold.
package struct ResultQuery: Sendable, Codable, Equatable {
  /// A model's id or the beginning of one and a `*`.
  package var model: String?
  /// Finished at this moment or later.
  package var since: Timestamp?
  /// Finished before this moment.
  package var until: Timestamp?
  /// Words that all occur in the request's text.
  package var search: String?
  /// Bought by the key of this name.
  package var keyName: String?
  /// Bought by a key of this team.
  package var team: String?
  /// SHA-256 of what was sent, in hex.
  package var content: String?
  /// Only those that are pinned.
  package var isPinned = false
  /// Only those with a smaller number, for paging.
  package var before: GenerationNumber?
  /// 1 to 1000.
  package var limit: Int

  package init(
    model: String? = nil, since: Timestamp? = nil, until: Timestamp? = nil, search: String? = nil, keyName: String? = nil,
    team: String? = nil, content: String? = nil,
    before: GenerationNumber? = nil, limit: Int = 50
  ) {
    self.model = model
    self.since = since
    self.until = until
    self.search = search
    self.keyName = keyName
    self.team = team
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
  /// Since when it is kept whatever room it takes; `nil` where it may be removed to make some.
  package let pinnedAt: Timestamp?
  /// The files that it names.
  package let fileCount: Int
  /// What its stored files take, in bytes.
  package let bytes: Int64
  /// When a file of it was last stored, named in an answer or served; `nil` where none is stored.
  package let usedAt: Timestamp?
  /// What stands for it in a list: a file that is no sound where there is one, and a sound.
  package let files: [ResultDetail.File]
  /// How often it was asked for again.
  package let uses: UseSum

  package init(_ result: StoredResult, keyName: String?, uses: UseSum) {
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
    pinnedAt = result.pinnedAt
    fileCount = result.fileCount
    bytes = result.bytes
    usedAt = result.usedAt
    let files = result.files.map { ResultDetail.File($0.file, asset: $0.asset) }
    self.files = [files.first { !$0.isSound }, files.first(where: \.isSound)].compactMap(\.self)
    self.uses = uses
  }
}

/// A result with what was asked and what came back.
package struct ResultDetail: Sendable, Codable, Equatable {
  /// One file that the result names.
  package struct File: Sendable, Codable, Equatable {
    /// Where its link stands in the record: a JSON pointer.
    package let path: String
    /// The upstream's link.
    package let url: String
    package let state: ResultFile.State
    /// SHA-256 of its bytes, in hex; `nil` where it was not stored.
    package let asset: String?
    /// In bytes; `nil` where it was not stored.
    package let bytes: Int64?
    package let type: MediaType?
    /// Whether it is there now: what was stored may have been removed to make room.
    package let isStored: Bool
    /// Why it was lost.
    package let note: String?

    package init(_ file: ResultFile, asset: Asset?) {
      path = file.link.path
      url = file.link.url
      state = file.state
      self.asset = file.asset?.description
      bytes = asset?.blob.size
      type = asset?.blob.type
      isStored = asset?.isStored ?? false
      note = file.note
    }

    /// Whether it is a sound that is there.
    package var isSound: Bool { isStored && type?.isSound == true }
  }

  package let generation: GenerationSummary
  /// SHA-256 of what was sent, in hex.
  package let content: String
  package let scope: String
  package let variant: String
  /// When its slot got it; `nil` where it is not what is replayed.
  package let replayedSince: Timestamp?
  /// Since when it is kept whatever room it takes.
  package let pinnedAt: Timestamp?
  /// What became of the files as a whole.
  package let filesState: FilesState
  package let files: [File]
  /// The client's request as canonical JSON.
  package let request: String
  /// The upstream's finished record as canonical JSON; `nil` where there is none.
  package let record: String?

  package init(_ stored: RecordedGeneration, keyName: String?, replayed: StoredResult?, files: [File]) {
    let slot = stored.generation.slot
    generation = GenerationSummary(stored.generation, keyName: keyName)
    content = slot.content.description
    scope = slot.scope.description
    variant = slot.variant
    replayedSince = replayed?.finishedAt
    pinnedAt = replayed?.pinnedAt
    filesState = stored.generation.files
    self.files = files
    request = String(decoding: stored.canonicalBody, as: UTF8.self)
    record = stored.record.map { String(decoding: $0, as: UTF8.self) }
  }
}
