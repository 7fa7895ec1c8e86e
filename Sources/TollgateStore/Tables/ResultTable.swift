import Foundation
import GRDB
import TollgateCore

/// Questions about what is kept: results that can be replayed, and requests that were made.
enum ResultTable {
  /// So much of a request's text is shown, in characters.
  private static let shownText = 200
  /// A larger body is not compared with, nor read for a list, in bytes.
  private static let largestBody = 256 << 10
  private static let columns = "generations." + GenerationColumn.list.replacing(", ", with: ", generations.")

  private static let replayed = """
    slots.content = generations.content AND slots.scope = generations.scope AND slots.variant = generations.variant \
    AND slots.finished = generations.number
    """

  /// Results that can be replayed, newest first.
  static func list(_ filter: ResultFilter, _ db: Database) throws -> [StoredResult] {
    let numbers = try numbers(filter, db)
    guard !numbers.isEmpty else { return [] }
    let rows = try Row.fetchAll(
      db.cachedStatement(sql: detailSQL),
      arguments: [CanonicalJSON.text(.array(numbers.map { .number(JSONNumber($0)) }))])
    let next = GenerationColumn.allCases.count
    let generations = try rows.map(Generation.init(row:))
    let files = try FileTable.first(StoredResult.listedFiles, ofEach: generations.map(\.number), db)
    return try zip(generations, rows).map { generation, row in
      let prompt = try row.decode(String?.self, atIndex: next + 1) ?? unindexed(generation.number, db)
      return StoredResult(
        generation: generation, finishedAt: try row.timestamp(next), prompt: prompt,
        pinnedAt: try row.timestampIfPresent(next + 2), fileCount: try row.value(next + 3), bytes: try row.value(next + 4),
        usedAt: try row.timestampIfPresent(next + 5), files: files[generation.number] ?? [])
    }
  }

  /// How a request begins that is not in the index yet.
  private static func unindexed(_ number: GenerationNumber, _ db: Database) throws -> String {
    let text = try PromptTable.text(of: number, notLargerThan: largestBody, db) ?? ""
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(shownText)))
  }

  /// Which results are wanted, newest first.
  private static func numbers(_ filter: ResultFilter, _ db: Database) throws -> [Int64] {
    var wanted = GenerationFilter()
    (wanted.key, wanted.team, wanted.models, wanted.search) = (filter.key, filter.team, filter.models, filter.search)
    (wanted.before, wanted.limit) = (filter.before, filter.limit)
    var further = GenerationTable.Further(
      join: "CROSS JOIN slots ON " + replayed, conditions: ["generations.state = 'succeeded'"],
      arguments: [
        "number": filter.number?.value, "finishedSince": filter.since?.millisecondsSince1970,
        "finishedUntil": filter.until?.millisecondsSince1970, "content": filter.content?.bytes.data,
      ])
    if filter.number != nil { further.conditions.append("generations.number = :number") }
    if filter.isPinned { further.conditions.append("generations.pinned_at IS NOT NULL") }
    if filter.since != nil { further.conditions.append("slots.finished_at >= :finishedSince") }
    if filter.until != nil { further.conditions.append("slots.finished_at < :finishedUntil") }
    if filter.content != nil { further.conditions.append("slots.content = :content") }
    // One is where its number says, those of a content are where its slots say, and few are pinned.
    if filter.search == nil {
      if filter.number != nil {
        further.source = "generations NOT INDEXED"
      } else if filter.content != nil {
        (further.source, further.join) = ("slots CROSS JOIN generations ON " + replayed, "")
      } else if filter.isPinned {
        further.source = "generations INDEXED BY generations_pinned"
      }
    }
    return try GenerationTable.numbers(wanted, further, db)
  }

  private static let detailSQL = """
    SELECT \(columns), slots.finished_at, substr(prompts.text, 1, \(shownText)), generations.pinned_at, \
    (SELECT count(*) FROM files WHERE files.generation = number), \
    (SELECT coalesce(sum(bytes), 0) FROM assets WHERE is_stored = 1 \
    AND id IN (SELECT asset FROM files WHERE files.generation = number)), \
    (SELECT max(used_at) FROM files JOIN assets ON assets.id = files.asset WHERE files.generation = number AND is_stored = 1) \
    FROM generations CROSS JOIN slots ON \(replayed) LEFT JOIN prompts ON prompts.generation = generations.number \
    WHERE generations.number IN (SELECT value FROM json_each(?)) ORDER BY generations.number DESC
    """

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
