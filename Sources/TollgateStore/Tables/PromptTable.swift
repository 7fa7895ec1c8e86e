import Foundation
import GRDB
import TollgateCore

/// Statements on `prompts`, the search index of requests.
enum PromptTable {
  /// A row that is not in the index yet.
  struct Prompt: Sendable {
    let number: Int64
    let model: String
    let text: String
  }

  /// How the index takes texts apart, in the words of the seventh schema.
  static let tokenizer = "tokenize = 'unicode61 remove_diacritics 2'"

  /// What a request says, whether or not it is in the index yet, and how many bytes were read for it; `nil` where it was purged.
  static func text(of number: GenerationNumber, _ db: Database) throws -> (text: String, bytes: Int)? {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT prompts.text, CASE WHEN prompts.text IS NULL THEN bodies.canonical END FROM generations \
          LEFT JOIN prompts ON prompts.generation = generations.number \
          LEFT JOIN generation_bodies AS bodies ON bodies.generation = generations.number WHERE generations.number = ?
          """), arguments: [number.value])
    if let text = try row?.decode(String?.self, atIndex: 0) { return (text, text.utf8.count) }
    guard let body = try row?.decode(Data?.self, atIndex: 1) else { return nil }
    return (try text(of: body), body.count)
  }

  /// The number up to which all is indexed.
  static func progress(_ db: Database) throws -> Int64 {
    try Int64.fetchOne(db.cachedStatement(sql: "SELECT through FROM prompt_progress WHERE id = 1")) ?? 0
  }

  /// The next requests that are not indexed, at most `limit`. One body is in memory at a time.
  static func next(after progress: Int64, limit: Int, _ db: Database) throws -> [Prompt] {
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT generations.number, generations.model, bodies.canonical FROM generations \
          LEFT JOIN generation_bodies AS bodies ON bodies.generation = generations.number \
          WHERE generations.number > ? ORDER BY generations.number LIMIT ?
          """), arguments: [progress, limit])
    var prompts: [Prompt] = []
    while let row = try rows.next() {
      let body = try row.decode(Data?.self, atIndex: 2)
      prompts.append(
        Prompt(number: try row.value(0), model: try row.value(1), text: try body.map { try text(of: $0) } ?? ""))
    }
    return prompts
  }

  /// What a request says that is not in the index yet; `nil` where it is gone, or so large that reading it takes time.
  static func text(of number: GenerationNumber, notLargerThan bytes: Int, _ db: Database) throws -> String? {
    try db.cachedStatement(sql: "SELECT canonical FROM generation_bodies WHERE generation = ? AND length(canonical) <= ?")
      .first([number.value, bytes]) { try text(of: try $0.decode(Data.self, atIndex: 0)) }
  }

  private static func text(of body: Data) throws -> String {
    try CanonicalJSON.parse(Array(body))["args"]?.object.map(PromptText.of) ?? ""
  }

  /// Adds rows to the index, where it still stands where they begin.
  static func add(_ prompts: [Prompt], after progress: Int64, _ db: Database) throws {
    guard let last = prompts.last, try Self.progress(db) == progress else { return }
    for prompt in prompts {
      // What was removed meanwhile has nothing to be found by.
      try db.cachedStatement(
        sql: """
          INSERT INTO prompts (generation, model, text) SELECT ?1, ?2, ?3 \
          WHERE EXISTS (SELECT 1 FROM generation_bodies WHERE generation = ?1)
          """
      ).execute(arguments: [prompt.number, prompt.model, prompt.text.storable])
    }
    try db.cachedStatement(sql: "UPDATE prompt_progress SET through = ? WHERE id = 1").execute(arguments: [last.number])
  }
}

extension SearchWords {
  /// As FTS5 reads it: every word quoted, so that none is an operator; all have to occur, the last one may go on.
  var matchingAll: String { words.map(Self.quoted).joined(separator: " ") + " *" }

  /// As FTS5 reads it: any of the words may occur.
  var matchingAny: String { words.map(Self.quoted).joined(separator: " OR ") }

  private static func quoted(_ word: String) -> String {
    "\"" + word.storable.replacing(scalar: "\"", with: "\"\"") + "\""
  }
}
