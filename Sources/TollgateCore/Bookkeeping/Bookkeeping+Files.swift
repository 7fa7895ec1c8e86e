extension Bookkeeping {
  /// Begins to keep the files of a result whose links were passed on so far. Nothing changes where that is no longer so, or the
  /// result is not the one that is replayed.
  package static func wantFiles(
    of number: GenerationNumber, links: [ResultLink], at now: Timestamp, in books: inout some BookTransaction
  ) throws -> Generation {
    let generation = try known(number, in: books)
    guard generation.state == .succeeded, generation.files == .none, !links.isEmpty,
      try books.contents(of: generation.slot).finished?.generation == number
    else { return generation }
    try books.insertFiles(links, of: number)
    // What was stored when it was wanted before may have been removed since.
    for var file in try books.files(of: number) {
      guard let asset = file.asset, try books.asset(asset)?.isStored != true else { continue }
      (file.state, file.asset) = (.pending, nil)
      try books.update(file)
    }
    return try apply(.filesWanted, to: generation, at: now, in: &books)
  }

  /// Writes down that a file is stored. With the last one the result is replayed.
  ///
  /// - Returns: the generation afterwards; its file is wanted by nobody where it is not being copied any more.
  package static func keepFile(
    _ blob: Blob, at position: Int, of number: GenerationNumber, at now: Timestamp, in books: inout some BookTransaction
  ) throws -> Generation {
    let generation = try known(number, in: books)
    guard generation.files == .copying else { return generation }
    var files = try books.files(of: number)
    guard let place = files.firstIndex(where: { $0.position == position }) else {
      throw DamagedRow(description: "\(number) has no file \(position); run tollgate verify")
    }
    // The same bytes may be there already, or may have been once.
    try books.update(Asset(blob: blob, isStored: true, usedAt: now))
    files[place].state = .stored
    files[place].asset = blob.id
    try books.update(files[place])
    guard files.allSatisfy({ $0.state == .stored }) else { return generation }
    // What the first of them was stored as may have been removed while the last was copied.
    for file in files {
      guard let asset = file.asset, try books.asset(asset)?.isStored == true else {
        return try apply(.filesLost(reason: "a file was removed while another was copied"), to: generation, at: now, in: &books)
      }
    }
    return try apply(.filesKept, to: generation, at: now, in: &books)
  }

  /// Writes down that a file cannot be had. The result is no longer replayed.
  package static func loseFile(
    at position: Int, of number: GenerationNumber, reason: String, at now: Timestamp, in books: inout some BookTransaction
  ) throws -> Generation {
    let generation = try known(number, in: books)
    guard generation.files == .copying else { return generation }
    if var file = try books.files(of: number).first(where: { $0.position == position }) {
      file.state = .lost
      file.note = reason
      try books.update(file)
    }
    return try apply(.filesLost(reason: reason), to: generation, at: now, in: &books)
  }

  /// Writes down that a stored file turned out to be damaged or missing. No result that names it is replayed any more.
  ///
  /// - Returns: the generations that this concerns.
  package static func loseAsset(
    _ id: AssetID, reason: String, at now: Timestamp, in books: inout some BookTransaction
  ) throws -> [Generation] {
    guard try remove(id, in: &books) else { return [] }
    return try books.generations(naming: id).filter { $0.files == .kept || $0.files == .copying }
      .map { try apply(.filesLost(reason: reason), to: $0, at: now, in: &books) }
  }

  /// Gives a file up to make room: unless it was used since `moment`, a result that names it is pinned or still being copied.
  ///
  /// - Returns: the generations that are no longer replayed; `nil` where the file has to stay.
  package static func evict(
    _ id: AssetID, unusedSince moment: Timestamp, at now: Timestamp, in books: inout some BookTransaction
  ) throws -> [Generation]? {
    guard let asset = try books.asset(id), asset.isStored, asset.usedAt < moment else { return nil }
    let generations = try books.generations(naming: id)
    guard try generations.allSatisfy({ try $0.files != .copying && !books.isPinned($0.number) }) else { return nil }
    _ = try remove(id, in: &books)
    return try generations.filter { $0.files == .kept }.map { try apply(.filesEvicted, to: $0, at: now, in: &books) }
  }

  /// Removes a result: its body, its record, and the files that no other result names. Ledger and generation stay.
  ///
  /// - Returns: the generation afterwards, and the files that nobody needs any more.
  package static func purge(
    _ number: GenerationNumber, at now: Timestamp, in books: inout some BookTransaction
  ) throws -> (generation: Generation, unneeded: [AssetID]) {
    let generation = try apply(.purged, to: try known(number, in: books), at: now, in: &books)
    let assets = Set(try books.files(of: number).compactMap(\.asset))
    try books.removeResult(of: number)
    // Who repeats the create under its Idempotency-Key gets no job of which nothing is left.
    try books.removeIdempotencyRecords(of: number)
    let unneeded = try assets.filter { try books.generations(naming: $0).isEmpty }
    return (generation, try unneeded.filter { try remove($0, in: &books) })
  }

  /// Notes uses of files.
  package static func note(
    _ uses: [AssetUse: Timestamp], in books: inout some BookTransaction
  ) throws {
    for (use, moment) in uses {
      switch use {
      case .served(let id):
        guard var asset = try books.asset(id), asset.usedAt < moment else { continue }
        asset.usedAt = moment
        try books.update(asset)
      case .named(let number):
        try books.noteUse(ofFilesOf: number, at: moment)
      }
    }
  }

  private static func known(_ number: GenerationNumber, in books: some BookTransaction) throws -> Generation {
    guard let generation = try books.generation(number) else { throw StoreError.noSuchGeneration(number) }
    return generation
  }

  /// - Returns: whether it was there.
  private static func remove(_ id: AssetID, in books: inout some BookTransaction) throws -> Bool {
    guard var asset = try books.asset(id), asset.isStored else { return false }
    asset.isStored = false
    try books.update(asset)
    return true
  }
}
