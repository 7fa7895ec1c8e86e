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

  package init(engine: String, schema: Int, trouble: String?, commits: Int, sinceCommit: Duration?, waiting: Int) {
    self.engine = engine
    self.schema = schema
    self.trouble = trouble
    self.commits = commits
    self.sinceCommit = sinceCommit
    self.waiting = waiting
  }
}
