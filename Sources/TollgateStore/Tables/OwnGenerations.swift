import GRDB
import TollgateCore

/// What a key finds among its own purchases. How long that takes depends on nothing but them: neither on how many there are of
/// others, nor on what those say. So the common search index is not asked.
struct OwnGenerations: Sendable {
  /// So many purchases are looked at for one page, as far as their requests have no more than so many bytes together.
  static let longestWalk = 1000
  private static let mostText = 8 << 20

  /// A purchase that is wanted, as far as it is not a question of words.
  private struct Candidate: Sendable {
    let generation: Generation
    let text: String
  }

  private let candidates: [Candidate]
  private let limit: Int
  private let words: SearchWords?
  /// The last that was looked at, where there are more.
  private let rest: GenerationNumber?

  /// Looks at the newest that a page may have.
  init(_ filter: GenerationFilter, of key: KeyID, _ db: Database) throws {
    limit = min(max(filter.limit, 1), Self.longestWalk)
    words = filter.search
    var filter = filter
    filter.key = key
    let numbers = try Self.numbers(filter, db)
    var candidates: [Candidate] = []
    var last: GenerationNumber?
    var (looked, bytes) = (0, 0)
    for value in numbers {
      guard words != nil || candidates.count < limit, bytes < Self.mostText else { break }
      looked += 1
      guard let number = GenerationNumber(value), let generation = try GenerationTable.load(number, db) else { continue }
      last = number
      guard filter.includes(generation) else { continue }
      guard words != nil else {
        candidates.append(Candidate(generation: generation, text: ""))
        continue
      }
      guard let (text, size) = try PromptTable.text(of: number, db) else { continue }
      bytes += size
      candidates.append(Candidate(generation: generation, text: text))
    }
    self.candidates = candidates
    rest = looked < numbers.count || looked == Self.longestWalk ? last : nil
  }

  /// The newest that the key's own index finds. States and words are looked for elsewhere, in places that others fill too.
  private static func numbers(_ filter: GenerationFilter, _ db: Database) throws -> [Int64] {
    var indexed = filter
    indexed.states = []
    indexed.search = nil
    indexed.limit = longestWalk
    return try GenerationTable.numbers(indexed, GenerationTable.Further(), db)
  }

  /// The page, once the words are looked for. It needs no connection of the store.
  func page() async throws -> GenerationWalk {
    let matching = try await matching()
    let found = candidates.map(\.generation).filter { matching?.contains($0.number.value) ?? true }.prefix(limit)
    return GenerationWalk(Array(found), goesOnBefore: found.count == limit ? found.last?.number : rest)
  }

  /// The numbers of those that have the words, by an index of them alone; `nil` where no words are looked for.
  private func matching() async throws -> Set<Int64>? {
    guard let words else { return nil }
    guard !candidates.isEmpty else { return [] }
    return try await DatabaseQueue().write { db in
      try db.execute(sql: "CREATE VIRTUAL TABLE texts USING fts5 (model, text, \(PromptTable.tokenizer))")
      let insert = try db.makeStatement(sql: "INSERT INTO texts (rowid, model, text) VALUES (?, ?, ?)")
      for candidate in candidates {
        try insert.execute(
          arguments: [candidate.generation.number.value, candidate.generation.model, candidate.text.storable])
      }
      return try Int64.fetchSet(db, sql: "SELECT rowid FROM texts WHERE texts MATCH ?", arguments: [words.matchingAll])
    }
  }
}
