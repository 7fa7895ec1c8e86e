/// How large the store is. None of it is counted when it is asked for.
package struct StoreFigures: Sendable, Equatable {
  /// The database's pages, in bytes, and those of them that hold nothing.
  package var databaseBytes: Int64
  package var freeBytes: Int64
  /// What was written and not yet moved into the database, as the file that it is in.
  package var logBytes: Int64
  /// The files that are kept, and their bytes.
  package var fileCount: Int
  package var fileBytes: Int64
  /// How many generations there are: their rows are never removed.
  package var generationCount: Int64
  /// When the first and the last of them were bought; `nil` where there are none.
  package var firstGenerationAt: Timestamp?
  package var lastGenerationAt: Timestamp?

  package init(
    databaseBytes: Int64 = 0, freeBytes: Int64 = 0, logBytes: Int64 = 0, fileCount: Int = 0, fileBytes: Int64 = 0,
    generationCount: Int64 = 0, firstGenerationAt: Timestamp? = nil, lastGenerationAt: Timestamp? = nil
  ) {
    self.databaseBytes = databaseBytes
    self.freeBytes = freeBytes
    self.logBytes = logBytes
    self.fileCount = fileCount
    self.fileBytes = fileBytes
    self.generationCount = generationCount
    self.firstGenerationAt = firstGenerationAt
    self.lastGenerationAt = lastGenerationAt
  }
}
