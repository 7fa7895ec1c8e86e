package import TollgateCore

extension LocalAdministration {
  package func results(_ query: ResultQuery) async throws(AdministrationError) -> [ResultSummary] {
    let filter = try await filter(query)
    let names = try await keyNames()
    let found = try await translating { () throws(StoreError) in try await store.results(filter) }
    let numbers = found.map(\.generation.number)
    let uses = try await translating { () throws(StoreError) in try await store.useSums(of: numbers) }
    return found.map {
      ResultSummary($0, keyName: names[$0.generation.key], uses: uses[$0.generation.number] ?? UseSum())
    }
  }

  package func result(_ number: GenerationNumber) async throws(AdministrationError) -> ResultDetail {
    let stored = try await translating { () throws(StoreError) in try await store.recordedGeneration(number) }
    guard let stored else {
      throw AdministrationError(.notFound, "There is no result \(number); tollgate cache list shows the newest.")
    }
    var filter = ResultFilter()
    filter.number = number
    let names = try await keyNames()
    let (replayed, files) = try await translating { () throws(StoreError) in
      let replayed = try await store.results(filter).first
      var files: [ResultDetail.File] = []
      for file in try await store.files(of: number) {
        let asset: Asset? = if let id = file.asset { try await store.asset(id) } else { nil }
        files.append(ResultDetail.File(file, asset: asset))
      }
      return (replayed, files)
    }
    return ResultDetail(stored, keyName: names[stored.generation.key], replayed: replayed, files: files)
  }

  package func purge(_ number: GenerationNumber) async throws(AdministrationError) -> GenerationSummary {
    let generation = try await existing(number)
    guard generation.state == .succeeded, generation.files != .purged else {
      let state = generation.files == .purged ? "purged already" : "\(generation.state.rawValue) and has no result"
      throw AdministrationError(.conflict, "\(number) is \(state); tollgate cache list shows what can be purged.")
    }
    let purged: Generation
    do {
      if let room = running?.gateway.room {
        purged = try await room.purge(number)
      } else {
        let (generation, unneeded) = try await store.purge(number, at: time.now())
        running?.gateway.memory.forget([generation])
        for id in unneeded { try await blobs?.remove(id) }
        purged = generation
      }
    } catch let error as StoreError {
      throw AdministrationError(error)
    } catch {
      throw AdministrationError(
        .unavailable,
        "\(number) is purged, but a file of it could not be removed (\(error)); the next start of the gateway will.")
    }
    return GenerationSummary(purged, keyName: try await keyNames()[purged.key])
  }

  package func pin(_ number: GenerationNumber, _ isPinned: Bool) async throws(AdministrationError) {
    let generation = try await existing(number)
    guard generation.state == .succeeded, generation.files == .none || generation.files == .kept || generation.files == .copying
    else {
      throw AdministrationError(.conflict, "\(number) has no result that could be kept; tollgate cache list shows those.")
    }
    let moment = isPinned ? time.now() : nil
    let isThere = try await translating { () throws(StoreError) in try await store.pin(number, at: moment) }
    guard isThere else {
      throw AdministrationError(.notFound, "There is no purchase \(number); tollgate cache list shows results.")
    }
  }

  func filter(_ query: ResultQuery) async throws(AdministrationError) -> ResultFilter {
    let limit = try Self.limit(query.limit)
    var filter = ResultFilter(since: query.since, until: query.until, before: query.before, limit: limit)
    filter.isPinned = query.isPinned
    filter.team = query.team
    if let model = query.model { filter.models = try ModelPattern(written: model) }
    if let search = query.search { filter.search = try Self.words(search) }
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
