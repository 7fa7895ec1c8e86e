import GRDB
import NIOConcurrencyHelpers

@testable import TollgateStore

/// The disk under a store: it works until a test says from which commit on it does not.
final class FailingDisk: Sendable {
  /// What SQLite says of a commit, and whether it is on the disk all the same.
  enum Failure: Sendable {
    /// No room: nothing was written.
    case full
    /// An I/O error: nobody knows.
    case broken(isDurable: Bool)
  }

  private struct State {
    var failure: Failure?
    /// Selects a row from the commit with which the failure begins.
    var condition = "SELECT 1"
    var hasBegun = false
    var failedCommits = 0
  }

  private let state = NIOLockedValueBox(State())

  /// How many commits have failed.
  var failedCommits: Int { state.withLockedValue(\.failedCommits) }

  /// Lets every commit fail, from the first one on in which the query selects a row.
  func fail(_ failure: Failure, when condition: String = "SELECT 1") {
    state.withLockedValue { $0 = State(failure: failure, condition: condition, failedCommits: $0.failedCommits) }
  }

  /// Lets every commit succeed again.
  func mend() { state.withLockedValue { $0.failure = nil } }

  var hooks: WriterHooks {
    var hooks = WriterHooks()
    hooks.commit = { db in
      switch try self.failure(of: db) {
      case nil:
        try db.commit()
      case .full:
        try db.rollback()
        throw DatabaseError(resultCode: .SQLITE_FULL)
      case .broken(let isDurable):
        if isDurable { try db.commit() } else { try db.rollback() }
        throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC)
      }
    }
    return hooks
  }

  private func failure(of db: Database) throws -> Failure? {
    try state.withLockedValue { state in
      guard let failure = state.failure else { return nil }
      if !state.hasBegun { state.hasBegun = try Bool.fetchOne(db, sql: state.condition) ?? false }
      guard state.hasBegun else { return nil }
      state.failedCommits += 1
      return failure
    }
  }
}
