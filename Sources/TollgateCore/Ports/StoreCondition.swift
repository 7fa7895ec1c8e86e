/// How a store is, without asking its disk.
package struct StoreCondition: Sendable, Equatable {
  /// What keeps it, such as `SQLite 3.40.1`.
  package let engine: String
  /// The version of its tables.
  package let schema: Int
  /// Why the latest transaction did not become durable; `nil` where it did, or there was none.
  package let trouble: String?
  /// Transactions that became durable since it was opened.
  package let commits: Int
  /// The time since the latest of them; `nil` before the first.
  package let sinceCommit: Duration?
  /// Changes that wait for the next one.
  package let waiting: Int
  /// How long transactions took, from their begin until they were durable, in nanoseconds.
  package let commitTimes: Histogram
  /// How many changes shared each of them.
  package let batchSizes: Histogram

  package init(
    engine: String, schema: Int, trouble: String?, commits: Int, sinceCommit: Duration?, waiting: Int,
    commitTimes: Histogram = Histogram(bounds: Histogram.stepBounds),
    batchSizes: Histogram = Histogram(bounds: Histogram.batchBounds)
  ) {
    self.engine = engine
    self.schema = schema
    self.trouble = trouble
    self.commits = commits
    self.sinceCommit = sinceCommit
    self.waiting = waiting
    self.commitTimes = commitTimes
    self.batchSizes = batchSizes
  }
}
