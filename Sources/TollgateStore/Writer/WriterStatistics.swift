import TollgateCore

/// What the writer has done since the store was opened.
package struct WriterStatistics: Sendable, Equatable {
  /// Transactions that are durable.
  package var commits = 0
  /// Commands in them.
  package var commands = 0
  /// When the latest one was durable.
  package var lastCommit: ContinuousClock.Instant?
  /// Why the latest one did not become durable; `nil` where it did.
  package var trouble: String?
  /// How long transactions took, from their begin until they were durable.
  var commitTimes = Histogram(bounds: Histogram.stepBounds)
  /// How many commands shared each of them.
  var batchSizes = Histogram(bounds: Histogram.batchBounds)
}
