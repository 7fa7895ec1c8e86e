package import TollgateCore

extension LocalAdministration {
  package func results(_ query: ResultQuery) async throws(AdministrationError) -> [ResultSummary] {
    let filter = try await filter(query)
    let names = try await keyNames()
    let found = try await translating { () throws(StoreError) in try await store.results(filter) }
    return found.map { ResultSummary($0, keyName: names[$0.generation.key]) }
  }

  package func result(_ number: GenerationNumber) async throws(AdministrationError) -> ResultDetail {
    let stored = try await translating { () throws(StoreError) in try await store.recordedGeneration(number) }
    guard let stored else {
      throw AdministrationError(.notFound, "There is no result \(number); tollgate cache list shows the newest.")
    }
    let contents = try await translating { () throws(StoreError) in try await store.contents(of: stored.generation.slot) }
    let finished = contents.finished.flatMap { $0.generation == number ? $0.at : nil }
    return ResultDetail(stored, keyName: try await keyNames()[stored.generation.key], replayedSince: finished)
  }

  private func filter(_ query: ResultQuery) async throws(AdministrationError) -> ResultFilter {
    guard (1...1000).contains(query.limit) else {
      throw AdministrationError(.invalid, "The limit is 1 to 1000; use --before for the next page.")
    }
    var filter = ResultFilter(since: query.since, before: query.before, limit: query.limit)
    if let model = query.model { filter.models = try Self.pattern(model) }
    if let search = query.search {
      guard let words = SearchWords(search) else {
        throw AdministrationError(
          .invalid, "There is no word in \(JSONString(search).forSentence); search for words that the prompt has.")
      }
      filter.search = words
    }
    if let name = query.keyName { filter.key = try await storedKey(named: name).id }
    if let text = query.content {
      guard let content = HexDigits.bytes(of: text).flatMap({ Content(digest: $0) }) else {
        throw AdministrationError(.invalid, "\(JSONString(text).forSentence) is no content; it has 64 hex digits.")
      }
      filter.content = content
    }
    return filter
  }
}
