package import TollgateCore

extension SQLiteStore {
  /// How many bodies are read, and how many moves written, at a time.
  private static let batch = 10_000

  package func recomputeContents(
    under normalisation: String, _ content: @escaping @Sendable (_ canonicalBody: [UInt8]) -> Content?
  ) async throws(StoreError) -> ContentRecomputation? {
    guard try await read({ try ContentMoveTable.normalisation($0) }) != normalisation else { return nil }
    // What a start that was cut off has left.
    try await writer.write { db, _ in try ContentMoveTable.removeAll(db) }
    var done = ContentRecomputation()
    var last: Int64 = 0
    while true {
      let after = last
      let found = try await read { try ContentMoveTable.read(after: after, limit: Self.batch, content, $0) }
      guard let newest = found.last else { break }
      try await writer.write { db, _ in try ContentMoveTable.insert(found, db) }
      last = newest.number
      done.read += found.count
    }
    (done.moved, done.displaced) = try await writer.write { db, _ in try ContentMoveTable.apply(under: normalisation, db) }
    return done
  }
}
