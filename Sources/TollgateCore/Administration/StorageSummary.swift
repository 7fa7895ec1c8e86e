/// What the gateway keeps and how much room that takes, as it is shown.
package struct StorageSummary: Sendable, Codable, Equatable {
  /// The database.
  package struct Database: Sendable, Codable, Equatable {
    /// All its pages.
    package let bytes: Int64
    /// Those of them that hold nothing, and are used before it grows.
    package let freeBytes: Int64
    /// What was written and not yet moved into it, as the file that it is in.
    package let logBytes: Int64
  }

  /// The files of results.
  package struct Files: Sendable, Codable, Equatable {
    package let count: Int
    package let bytes: Int64
    /// Above it those are removed that were not used for longest; `nil` where no gateway runs that keeps files.
    package let limit: Int64?
  }

  /// The purchases and imports.
  package struct Purchases: Sendable, Codable, Equatable {
    package let count: Int64
    /// When the first and the last came; `nil` where there are none.
    package let firstAt: Timestamp?
    package let lastAt: Timestamp?
  }

  package let database: Database
  package let files: Files
  package let purchases: Purchases

  /// What the store says, and how many bytes of files may be kept.
  package init(_ figures: StoreFigures, fileLimit: Int64?) {
    database = Database(bytes: figures.databaseBytes, freeBytes: figures.freeBytes, logBytes: figures.logBytes)
    files = Files(count: figures.fileCount, bytes: figures.fileBytes, limit: fileLimit)
    purchases = Purchases(
      count: figures.generationCount, firstAt: figures.firstGenerationAt, lastAt: figures.lastGenerationAt)
  }
}
