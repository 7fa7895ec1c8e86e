/// What the writer has done since the store was opened.
package struct WriterStatistics: Sendable, Equatable {
  /// Transactions that are durable.
  package var commits = 0
  /// Commands in them.
  package var commands = 0
}
