import Foundation
import GRDB
import TollgateCore

/// Statements on `assets`: the files themselves, by their bytes.
enum AssetTable {
  private static let select = "SELECT digest, bytes, type, is_stored, used_at FROM assets"

  static func load(_ id: AssetID, _ db: Database) throws -> Asset? {
    try db.cachedStatement(sql: select + " WHERE digest = ?").first([id.bytes.data], Asset.init(row:))
  }

  /// Adds an asset, or writes whether it is there and when it was used.
  static func update(_ asset: Asset, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO assets (digest, bytes, type, is_stored, used_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (digest) \
        DO UPDATE SET is_stored = excluded.is_stored, used_at = max(used_at, excluded.used_at)
        """
    ).execute(arguments: [
      asset.blob.id.bytes.data, asset.blob.size, asset.blob.type.rawValue, asset.isStored, asset.usedAt.millisecondsSince1970,
    ])
  }

  /// One statement by the rows' own numbers: with very many files their digests are anywhere in a large index.
  static func noteUse(ofFilesOf number: GenerationNumber, at moment: Timestamp, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE assets SET used_at = ?1 WHERE id IN (SELECT asset FROM files WHERE generation = ?2 AND asset IS NOT NULL) \
        AND used_at < ?1
        """
    ).execute(arguments: [moment.millisecondsSince1970, number.value])
  }

  /// How many files are there, and their bytes.
  static func sums(_ db: Database) throws -> (files: Int, bytes: Int64)? {
    try db.cachedStatement(sql: "SELECT files, bytes FROM asset_sums WHERE id = 1").first([]) {
      (try $0.value(0), try $0.value(1))
    }
  }

  /// Files that are there, the last that came first.
  static func list(before id: AssetID?, limit: Int, _ db: Database) throws -> [ListedAsset] {
    let before = try id.map { try row(of: $0, db) } ?? Int64.max
    return try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT digest, bytes, type, is_stored, used_at, \
          (SELECT count(DISTINCT generation) FROM files WHERE files.asset = assets.id) \
          FROM assets INDEXED BY assets_stored WHERE is_stored = 1 AND id < ? ORDER BY id DESC LIMIT ?
          """), arguments: [before, limit]
    ).map { ListedAsset(try Asset(row: $0), generationCount: try $0.value(5)) }
  }

  /// Which generations name a file.
  static func naming(of id: AssetID, limit: Int, _ db: Database) throws -> AssetNaming {
    let row = try row(of: id, db)
    let count = try db.cachedStatement(sql: "SELECT count(DISTINCT generation) FROM files WHERE asset = ?").first([row]) {
      try $0.value(0) as Int
    }
    let newest = try Row.fetchAll(
      db.cachedStatement(sql: "SELECT DISTINCT generation FROM files WHERE asset = ? ORDER BY generation DESC LIMIT ?"),
      arguments: [row, limit]
    ).map { try $0.generationNumber(0) }
    return AssetNaming(count: count ?? 0, newest: newest)
  }

  static func stored(after id: AssetID?, limit: Int, _ db: Database) throws -> [Blob] {
    try Row.fetchAll(
      db.cachedStatement(sql: select + " WHERE is_stored = 1 AND digest > ? ORDER BY digest LIMIT ?"),
      arguments: [(id?.bytes ?? []).data, limit]
    ).map { try Asset(row: $0).blob }
  }

  /// What may be removed to make room, in the order in which it would be. What stands before `last` is not looked at again.
  static func evictable(unusedSince moment: Timestamp, after last: Asset?, limit: Int, _ db: Database) throws -> [Asset] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: select + """
           WHERE is_stored = 1 AND used_at < ?1 AND (used_at, id) > (?2, ?3) \
          AND NOT EXISTS (SELECT 1 FROM files JOIN generations ON number = generation \
          WHERE files.asset = assets.id AND (pinned_at IS NOT NULL OR generations.files = 'copying')) \
          ORDER BY used_at, id LIMIT ?4
          """),
      arguments: [
        moment.millisecondsSince1970, last?.usedAt.millisecondsSince1970 ?? Int64.min,
        try last.map { try row(of: $0.blob.id, db) } ?? 0, limit,
      ]
    ).map(Asset.init(row:))
  }

  private static func row(of id: AssetID, _ db: Database) throws -> Int64 {
    try db.cachedStatement(sql: "SELECT id FROM assets WHERE digest = ?").first([id.bytes.data]) { try $0.value(0) } ?? 0
  }
}

extension Asset {
  init(row: Row) throws {
    self.init(
      blob: Blob(
        id: try row.required(AssetID(digest: try row.bytes(0)), "a file's digest"), size: try row.value(1),
        type: try row.required(MediaType(rawValue: try row.value(2)), "a media type")),
      isStored: try row.value(3), usedAt: try row.timestamp(4))
  }
}

extension Row {
  func assetIDIfPresent(_ index: Int) throws -> AssetID? {
    try decode(Data?.self, atIndex: index).map { try required(AssetID(digest: Array($0)), "a file's digest") }
  }
}
