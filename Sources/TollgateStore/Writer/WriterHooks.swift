import GRDB

/// Places where a test makes SQLite fail. Production uses what stands here.
struct WriterHooks: Sendable {
  /// Runs before the commands of a transaction.
  var began: @Sendable (Database) throws -> Void = { _ in }
  /// Commits.
  var commit: @Sendable (Database) throws -> Void = { try $0.commit() }
}
