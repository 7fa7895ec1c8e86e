package import TollgateCore

extension LocalAdministration {
  package func generations(_ query: GenerationQuery) async throws(AdministrationError) -> [GenerationSummary] {
    let wanted = try await filter(query)
    let names = try await keyNames()
    let found = try await translating { () throws(StoreError) in try await store.generations(wanted) }
    let uses = try await translating { () throws(StoreError) in try await store.useSums(of: found.map(\.number)) }
    return found.map { GenerationSummary($0, keyName: names[$0.key], uses: uses[$0.number] ?? UseSum()) }
  }

  /// What others ask for does not concern a key: its purchases are shown without their uses.
  package func ownGenerations(
    ofKeyNamed name: String, _ query: GenerationQuery
  ) async throws(AdministrationError) -> OwnGenerationPage {
    var query = query
    query.keyName = name
    let wanted = try await filter(query)
    guard let key = wanted.key else { return OwnGenerationPage(items: [], goesOnBefore: nil) }
    let found = try await translating { () throws(StoreError) in try await store.walk(wanted, of: key) }
    return OwnGenerationPage(
      items: found.generations.map { GenerationSummary($0, keyName: name) }, goesOnBefore: found.goesOnBefore)
  }

  private func filter(_ query: GenerationQuery) async throws(AdministrationError) -> GenerationFilter {
    var filter = GenerationFilter()
    filter.limit = try Self.limit(query.limit)
    filter.states = query.states
    if let name = query.keyName { filter.key = try await storedKey(named: name).id }
    filter.team = query.team
    if let model = query.model { filter.models = try ModelPattern(written: model) }
    filter.since = query.since
    filter.until = query.until
    if let search = query.search { filter.search = try Self.words(search) }
    filter.before = query.before
    return filter
  }

  package func generationCounts() async throws(AdministrationError) -> [GenerationState: Int] {
    try await translating { () throws(StoreError) in try await store.generationCounts() }
  }

  package func ledger(_ query: LedgerQuery) async throws(AdministrationError) -> [LedgerSummary] {
    var filter = LedgerFilter()
    filter.limit = try Self.limit(query.limit)
    if let name = query.keyName { filter.key = try await storedKey(named: name).id }
    filter.isOwn = query.isOwn
    filter.team = query.team
    filter.day = query.day
    filter.kind = query.kind
    filter.before = query.before
    let (names, wanted) = (try await keyNames(), filter)
    let found = try await translating { () throws(StoreError) in try await store.ledger(wanted) }
    return found.map { LedgerSummary($0, keyName: names[$0.key]) }
  }

  /// How much one page may have.
  static func limit(_ count: Int) throws(AdministrationError) -> Int {
    guard (1...1000).contains(count) else {
      throw AdministrationError(.invalid, "The limit is 1 to 1000; use --before for the next page.")
    }
    return count
  }

  static func words(_ search: String) throws(AdministrationError) -> SearchWords {
    guard let words = SearchWords(search) else {
      throw AdministrationError(
        .invalid, "There is no word in \(JSONString(search).forSentence); search for words that the prompt has.")
    }
    return words
  }
}
