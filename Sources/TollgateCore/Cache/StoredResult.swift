/// Which results to list; every condition that is named has to hold.
package struct ResultFilter: Sendable, Equatable {
  package var models: ModelPattern?
  /// Finished at this moment or later.
  package var since: Timestamp?
  /// Finished before this moment.
  package var until: Timestamp?
  package var search: SearchWords?
  /// Bought by this key.
  package var key: KeyID?
  /// Bought by a key of this team.
  package var team: String?
  package var content: Content?
  /// Only those that are pinned.
  package var isPinned = false
  /// Only this one.
  package var number: GenerationNumber?
  /// Only those with a smaller number, for paging.
  package var before: GenerationNumber?
  /// 1 to 1000.
  package var limit: Int

  package init(
    models: ModelPattern? = nil, since: Timestamp? = nil, until: Timestamp? = nil, search: SearchWords? = nil,
    key: KeyID? = nil, team: String? = nil, content: Content? = nil, before: GenerationNumber? = nil, limit: Int = 50
  ) {
    self.models = models
    self.since = since
    self.until = until
    self.search = search
    self.key = key
    self.team = team
    self.content = content
    self.before = before
    self.limit = limit
  }
}

/// A result that can be replayed.
package struct StoredResult: Sendable, Equatable {
  package let generation: Generation
  /// When the slot got it.
  package let finishedAt: Timestamp
  /// The beginning of what was asked for; empty where nothing in it is text.
  package let prompt: String
  /// Since when it is kept whatever room it takes; `nil` where it may be removed to make some.
  package let pinnedAt: Timestamp?
  /// The files that it names.
  package let fileCount: Int
  /// What its stored files take, in bytes; a file that other results name counts as well.
  package let bytes: Int64
  /// When a file of it was last stored, named in an answer or served; `nil` where none is stored.
  package let usedAt: Timestamp?
  /// The first of its files, at most ``listedFiles``.
  package let files: [NamedFile]

  /// So many files of a result are looked at for a list.
  package static let listedFiles = 8

  package init(
    generation: Generation, finishedAt: Timestamp, prompt: String, pinnedAt: Timestamp?, fileCount: Int, bytes: Int64,
    usedAt: Timestamp?, files: [NamedFile]
  ) {
    self.generation = generation
    self.finishedAt = finishedAt
    self.prompt = prompt
    self.pinnedAt = pinnedAt
    self.fileCount = fileCount
    self.bytes = bytes
    self.usedAt = usedAt
    self.files = files
  }
}

/// What was asked for earlier.
package struct EarlierRequest: Sendable, Equatable {
  package let generation: Generation
  /// The client's JSON object in its canonical spelling.
  package let canonicalBody: [UInt8]

  package init(generation: Generation, canonicalBody: [UInt8]) {
    self.generation = generation
    self.canonicalBody = canonicalBody
  }
}
