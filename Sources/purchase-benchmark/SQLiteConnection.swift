import GRDBSQLite

/// One connection to a database, without anything between it and SQLite.
@safe final class SQLiteConnection {
  /// What SQLite said no to.
  struct Failure: Error {
    let message: String
  }

  private let handle: OpaquePointer

  init(path: String) throws {
    var opened: OpaquePointer?
    guard unsafe sqlite3_open(path, &opened) == SQLITE_OK, let handle = unsafe opened else {
      throw Failure(message: "\(path) cannot be opened")
    }
    unsafe self.handle = handle
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  func run(_ sql: String) throws {
    guard unsafe sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
  }

  func prepare(_ sql: String) throws -> SQLiteStatement {
    var prepared: OpaquePointer?
    guard unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil) == SQLITE_OK, let statement = unsafe prepared else {
      throw failure(sql)
    }
    return unsafe SQLiteStatement(statement)
  }

  private func failure(_ sql: String) -> Failure {
    Failure(message: unsafe String(cString: sqlite3_errmsg(handle)) + ": " + sql)
  }
}

/// A prepared statement. It keeps its connection's database open until it goes.
@safe final class SQLiteStatement {
  enum Value {
    case integer(Int64)
    case text(String)
    case blob([UInt8])
  }

  private static let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Runs the statement once.
  func run(_ values: [Value]) throws {
    for (index, value) in values.enumerated() {
      let position = Int32(index + 1)
      switch value {
      case .integer(let number): unsafe sqlite3_bind_int64(handle, position, number)
      case .text(let text): unsafe sqlite3_bind_text(handle, position, text, -1, Self.copied)
      case .blob(let bytes): unsafe sqlite3_bind_blob(handle, position, bytes, Int32(bytes.count), Self.copied)
      }
    }
    let result = unsafe sqlite3_step(handle)
    unsafe sqlite3_reset(handle)
    guard result == SQLITE_DONE else { throw SQLiteConnection.Failure(message: "SQLite says \(result)") }
  }
}
