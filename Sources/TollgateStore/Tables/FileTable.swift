import GRDB
import TollgateCore

/// Statements on `files`: what a result names.
enum FileTable {
  /// Adds what is not there yet: files may be wanted, passed on, and wanted again.
  static func insert(_ links: [ResultLink], of number: GenerationNumber, _ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO files (generation, position, path, url, state) VALUES (?, ?, ?, ?, 'pending') \
        ON CONFLICT (generation, position) DO NOTHING
        """)
    for (position, link) in links.enumerated() {
      try statement.execute(arguments: [number.value, position, link.path.storable, link.url.storable])
    }
  }

  static func files(of number: GenerationNumber, _ db: Database) throws -> [ResultFile] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT position, path, url, state, digest, note FROM files LEFT JOIN assets ON assets.id = files.asset \
          WHERE generation = ? ORDER BY position
          """), arguments: [number.value]
    ).map { row in
      ResultFile(
        generation: number, position: try row.value(0), link: ResultLink(path: try row.value(1), url: try row.value(2)),
        state: try row.required(ResultFile.State(rawValue: try row.value(3)), "a state of a file"),
        asset: try row.assetIDIfPresent(4), note: try row.decode(String?.self, atIndex: 5))
    }
  }

  /// The first files of several results, in their order.
  static func first(_ count: Int, ofEach numbers: [GenerationNumber], _ db: Database) throws -> [GenerationNumber: [NamedFile]]
  {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT digest, bytes, type, is_stored, used_at, generation, position, path, url, state, note FROM files \
          LEFT JOIN assets ON assets.id = files.asset \
          WHERE generation IN (SELECT value FROM json_each(?)) AND position < ? ORDER BY generation, position
          """),
      arguments: [CanonicalJSON.text(.array(numbers.map { .number(JSONNumber($0.value)) })), count])
    var files: [GenerationNumber: [NamedFile]] = [:]
    for row in rows {
      let number = try row.generationNumber(5)
      let asset = try row.assetIDIfPresent(0).map { _ in try Asset(row: row) }
      let file = ResultFile(
        generation: number, position: try row.value(6), link: ResultLink(path: try row.value(7), url: try row.value(8)),
        state: try row.required(ResultFile.State(rawValue: try row.value(9)), "a state of a file"), asset: asset?.blob.id,
        note: try row.decode(String?.self, atIndex: 10))
      files[number, default: []].append(NamedFile(file, asset: asset))
    }
    return files
  }

  /// What was stored of a result, by its links: where links are passed on, as far as it still is.
  static func blobs(of number: GenerationNumber, _ db: Database) throws -> [String: Blob] {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT digest, bytes, type, is_stored, used_at, url FROM files JOIN assets ON assets.id = asset \
          JOIN generations ON number = generation WHERE generation = ? AND (is_stored = 1 OR generations.files <> 'none')
          """),
      arguments: [number.value])
    return Dictionary(try rows.map { (try $0.value(5), try Asset(row: $0).blob) }) { first, _ in first }
  }

  /// Writes what became of a file, whose asset has to be there.
  static func update(_ file: ResultFile, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE files SET state = ?, asset = (SELECT id FROM assets WHERE digest = ?), note = ? \
        WHERE generation = ? AND position = ?
        """
    ).execute(arguments: [
      file.state.rawValue, file.asset?.bytes.data, file.note?.storable, file.generation.value, file.position,
    ])
  }

  static func removeAll(of number: GenerationNumber, _ db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM files WHERE generation = ?").execute(arguments: [number.value])
  }
}
