import Foundation
import GRDB
import TollgateCore

/// Questions about what is kept: results that can be replayed, and requests that were made.
enum ResultTable {
  /// So much of a request's text is shown, in characters.
  private static let shownText = 200
  /// A larger body is not compared with, in bytes.
  private static let largestBody = 256 << 10
  private static let columns = "generations." + GenerationColumn.list.replacing(", ", with: ", generations.")

  /// Results that can be replayed, newest first. A condition that is NULL is none.
  static func list(_ filter: ResultFilter, _ db: Database) throws -> [StoredResult] {
    let arguments: StatementArguments = [
      "before": filter.before?.value, "model": filter.models?.exact, "models": filter.models?.beginning,
      "since": filter.since?.millisecondsSince1970, "until": filter.until?.millisecondsSince1970,
      "number": filter.number?.value, "isPinned": filter.isPinned, "key": filter.key?.bytes.data,
      "content": filter.content?.bytes.data, "words": filter.search?.matchingAll,
      "limit": min(max(filter.limit, 1), 1000),
    ]
    let rows = try Row.fetchAll(db.cachedStatement(sql: listSQL(filter)), arguments: arguments)
    let next = GenerationColumn.allCases.count
    return try rows.map { row in
      StoredResult(
        generation: try Generation(row: row), finishedAt: try row.timestamp(next),
        prompt: try row.decode(String?.self, atIndex: next + 1) ?? "", pinnedAt: try row.timestampIfPresent(next + 2),
        fileCount: try row.value(next + 3), bytes: try row.value(next + 4), usedAt: try row.timestampIfPresent(next + 5))
    }
  }

  /// One number is looked for by itself, and a page from where it begins: a condition that may be none is looked up by no key.
  private static func listSQL(_ filter: ResultFilter) -> String {
    let number = filter.number == nil ? ":number IS NULL" : "generations.number = :number"
    let words =
      filter.search == nil
      ? ":words IS NULL" : "generations.number IN (SELECT rowid FROM prompt_words WHERE prompt_words MATCH :words)"
    return """
      SELECT \(columns), slots.finished_at, substr(prompts.text, 1, \(shownText)), generations.pinned_at, \
      (SELECT count(*) FROM files WHERE files.generation = number), \
      (SELECT coalesce(sum(bytes), 0) FROM assets WHERE is_stored = 1 \
      AND id IN (SELECT asset FROM files WHERE files.generation = number)), \
      (SELECT max(used_at) FROM files JOIN assets ON assets.id = files.asset WHERE files.generation = number AND is_stored = 1) \
      FROM generations \
      CROSS JOIN slots ON slots.content = generations.content AND slots.scope = generations.scope \
      AND slots.variant = generations.variant AND slots.finished = generations.number \
      LEFT JOIN prompts ON prompts.generation = generations.number \
      WHERE generations.state = 'succeeded' AND \(number) \
      AND (NOT :isPinned OR generations.pinned_at IS NOT NULL) AND generations.number < coalesce(:before, \(Int64.max)) \
      AND (:model IS NULL OR generations.model = :model) \
      AND (:models IS NULL OR substr(generations.model, 1, length(:models)) = :models) \
      AND (:since IS NULL OR slots.finished_at >= :since) AND (:until IS NULL OR slots.finished_at < :until) \
      AND (:key IS NULL OR generations.key = :key) AND (:content IS NULL OR generations.content = :content) \
      AND \(words) \
      ORDER BY generations.number DESC LIMIT :limit
      """
  }

  /// What was asked for earlier: the newest of the model, and what shares words with a text.
  static func requests(like text: String, model: String, limit: Int, _ db: Database) throws -> [EarlierRequest] {
    var numbers = try Int64.fetchAll(
      db.cachedStatement(sql: "SELECT generation FROM prompts WHERE model = ? ORDER BY generation DESC LIMIT ?"),
      arguments: [model.storable, limit])
    if let words = SearchWords(keyWordsOf: text) {
      let similar = try Int64.fetchAll(
        db.cachedStatement(sql: "SELECT rowid FROM prompt_words WHERE prompt_words MATCH ? ORDER BY rank LIMIT ?"),
        arguments: ["text : (" + words.matchingAny + ")", limit])
      let known = Set(numbers)
      numbers += similar.filter { !known.contains($0) }
    }
    return try numbers.compactMap { number in
      try db.cachedStatement(
        sql: """
          SELECT \(columns), bodies.canonical FROM generations JOIN generation_bodies AS bodies ON bodies.generation = number \
          WHERE number = ? AND length(bodies.canonical) <= ?
          """
      ).first([number, largestBody]) { row in
        EarlierRequest(generation: try Generation(row: row), canonicalBody: try row.bytes(GenerationColumn.allCases.count))
      }
    }
  }
}
