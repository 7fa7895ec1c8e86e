import GRDB
import TollgateCore

/// How large the database is. SQLite and the schema keep all of it.
enum FigureTable {
  /// All but the size of the log, which the file system knows.
  static func figures(_ db: Database) throws -> StoreFigures {
    func pragma(_ name: String) throws -> Int64 { try Int64.fetchOne(db, sql: "PRAGMA " + name) ?? 0 }
    let page = try pragma("page_size")
    var figures = StoreFigures(databaseBytes: try pragma("page_count") * page, freeBytes: try pragma("freelist_count") * page)
    if let sums = try AssetTable.sums(db) { (figures.fileCount, figures.fileBytes) = sums }
    let ends = try db.cachedStatement(
      sql: """
        SELECT number, created_at FROM generations WHERE number = (SELECT max(number) FROM generations) UNION ALL \
        SELECT number, created_at FROM generations WHERE number = (SELECT min(number) FROM generations)
        """)
    let rows = try Row.fetchAll(ends)
    // Numbers are given out one after the other.
    figures.generationCount = try rows.first?.value(0) ?? 0
    figures.lastGenerationAt = try rows.first?.timestamp(1)
    figures.firstGenerationAt = try rows.last?.timestamp(1)
    return figures
  }
}
