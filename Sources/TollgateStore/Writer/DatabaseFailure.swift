import GRDB
import TollgateCore

/// What an error of SQLite means for the commands that shared the transaction.
enum DatabaseFailure {
  /// Whether the error is about the database as a whole, and not about one command. SQLite may have rolled everything back.
  static func concernsAll(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    switch error.resultCode {
    case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_INTERRUPT, .SQLITE_CORRUPT,
      .SQLITE_NOTADB, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PROTOCOL:
      return true
    default:
      return false
    }
  }

  /// Whether the disk or the file is broken, so that the process has to stop and read the store anew.
  static func isFatal(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    switch error.resultCode {
    case .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB: return true
    default: return false
    }
  }

  /// Whether a COMMIT that failed has certainly changed nothing. With any other error it may have reached the disk.
  ///
  /// A full disk is met while the log is written, before the frame that would make the commit valid is whole, and SQLite rolls
  /// back by itself; what comes after that frame (the sync, a checkpoint) never says so. Somebody else's lock leaves the
  /// transaction open.
  static func isUndone(_ error: any Error, isTransactionOpen: Bool) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    switch error.resultCode {
    case .SQLITE_FULL: return true
    case .SQLITE_BUSY: return isTransactionOpen
    default: return false
    }
  }

  /// The error in one sentence, without values of rows.
  static func sentence(_ error: any Error) -> String {
    guard let error = error as? DatabaseError else { return "\(error)" }
    switch error.resultCode {
    case .SQLITE_FULL: return "the disk is full; make room in the data folder"
    case .SQLITE_BUSY: return "another program has the database locked; close it"
    case .SQLITE_READONLY: return "the database may not be written; check the permissions of the data folder"
    case .SQLITE_INTERRUPT: return "the read was cancelled"
    default: return "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
    }
  }

  /// The error of one read. What is no failure of the database is a value that it should never have held.
  static func readError(_ error: any Error) -> StoreError {
    switch error {
    case is StoreError, is CancellationError: storeError(error)
    case let failure as DatabaseError:
      switch failure.resultCode {
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged(sentence(error) + "; run tollgate verify, and restore a backup")
      default: storeError(error)
      }
    default: .damaged("\(error)")
    }
  }

  /// The error of one command.
  static func storeError(_ error: any Error) -> StoreError {
    switch error {
    case let error as StoreError: error
    case is CancellationError: .notDurable("the read was cancelled")
    default: .notDurable(sentence(error))
    }
  }
}
