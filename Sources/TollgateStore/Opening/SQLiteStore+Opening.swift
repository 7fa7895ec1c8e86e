import GRDB
import TollgateCore

extension SQLiteStore {
  /// Opens the store in a data folder, which is made where it is missing, and keeps every other process out of it.
  ///
  /// - Parameters:
  ///   - folder: the path of the data folder.
  ///   - onMigration: called before a store of an older version is changed, which may take minutes.
  /// - Returns: the store, which works until it is closed.
  /// - Throws: ``StoreOpenError``, in a sentence that says what to do.
  package static func open(
    folder: String, onMigration: (SchemaChange) -> Void = { _ in }
  ) throws(StoreOpenError) -> SQLiteStore {
    try open(folder: folder, hooks: WriterHooks(), onMigration: onMigration)
  }

  /// Opens the store for as long as `body` runs, then serves what waits and closes it.
  ///
  /// - Throws: ``StoreOpenError``, or what `body` throws.
  package static func withStore<Value>(
    folder: String, onMigration: (SchemaChange) -> Void = { _ in }, _ body: (SQLiteStore) async throws -> Value
  ) async throws -> Value {
    let store = try open(folder: folder, onMigration: onMigration)
    let result: Result<Value, any Error>
    do { result = .success(try await body(store)) } catch { result = .failure(error) }
    await store.close()
    return try result.get()
  }

  static func open(
    folder path: String, hooks: WriterHooks, onMigration: (SchemaChange) -> Void = { _ in }
  ) throws(StoreOpenError) -> SQLiteStore {
    let folder = DataFolder(path: path)
    // It would go on as after a crash, and buy.
    guard !BackupFolder(path: path).isBackup else { throw .isBackup(path: path) }
    // It would go on with an empty store, and buy everything again.
    guard !StagedFolder.isBeingFilled(path) else { throw .isUnfinished(path: path) }
    try folder.prepare()
    let lock = try DataFolderLock.acquire(folder)
    try folder.makeDatabaseFile()
    do {
      let pool = try DatabasePool(path: folder.databasePath, configuration: configuration)
      try secure(pool, folder)
      try migrate(pool, folder, onMigration: onMigration)
      let (memory, version) = try pool.write { db in
        try TicketTable.ensure(db)
        try CallbackSecretTable.ensure(db)
        let memory = WriterMemory(
          latestWindow: try LedgerTable.latestWindow(db), hasImports: try GenerationTable.hasImports(db))
        return (memory, try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? "")
      }
      let writer = Writer(pool: pool, memory: memory, hooks: hooks)
      return SQLiteStore(pool: pool, sqliteVersion: version, writer: writer, lock: lock)
    } catch {
      throw openError(error, folder)
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    // After a commit of unknown outcome a transaction may be left that cannot be rolled back. The store stops then by itself;
    // GRDB would stop the process in the middle of the answers.
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { db in
      // Debian's SQLite overwrites deleted content with zeros, which costs writes and hides nothing on a modern disk.
      try db.execute(sql: "PRAGMA secure_delete = OFF")
      if db.configuration.readonly {
        // One connection does all commits and all checkpoints: <https://sqlite.org/wal.html#walresetbug>.
        try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        // In kibibytes, for each of several connections. They look up single rows, and what they do not keep is in the system's
        // memory.
        try db.execute(sql: "PRAGMA cache_size = -512")
      } else {
        // What a savepoint would restore goes to a file elsewhere otherwise: slow, and a second disk that can be full. A reader
        // may need that file: the sums of a large ledger do not fit into every memory.
        try db.execute(sql: "PRAGMA temp_store = MEMORY")
      }
    }
    return configuration
  }

  /// Makes every commit wait for the disk, and checks that SQLite agreed.
  private static func secure(_ pool: DatabasePool, _ folder: DataFolder) throws {
    // GRDB sets NORMAL after `prepareDatabase`, and the setting has no effect inside a transaction.
    try pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
      for (setting, wanted) in [("synchronous", "2"), ("journal_mode", "wal"), ("foreign_keys", "1")] {
        let value = try String.fetchOne(db, sql: "PRAGMA " + setting) ?? "nothing"
        guard value == wanted else {
          throw StoreOpenError.unsafeSetting(path: folder.databasePath, setting: setting, value: value)
        }
      }
    }
  }

  /// Makes a database one of this version.
  ///
  /// What does not fit into memory then goes to a file: the sorting of a large table would else take as much memory as the table
  /// is large.
  static func migrate(
    _ pool: DatabasePool, _ folder: DataFolder, by migrator: DatabaseMigrator = Schema.migrator,
    onMigration: (SchemaChange) -> Void
  ) throws {
    let (version, isNew) = try pool.read { db in
      let applicationID = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      // A crash during the very first start may leave the list of migrations, which is committed before the first of them.
      let isEmpty = try Int.fetchOne(db, sql: "SELECT 1 FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations' LIMIT 1") == nil
      guard isEmpty || applicationID == Schema.applicationID else {
        throw StoreOpenError.notADatabase(path: folder.databasePath, reason: "it belongs to another program")
      }
      guard try version <= Schema.version && !Schema.migrator.hasBeenSuperseded(db) else {
        throw StoreOpenError.newerDatabase(path: folder.databasePath, version: version, known: Schema.version)
      }
      return (isEmpty ? Schema.version : version, isEmpty)
    }
    if isNew { try makeShrinkable(pool) }
    if version < Schema.version { onMigration(SchemaChange(from: version, to: Schema.version)) }
    try pool.writeWithoutTransaction { db in
      try TemporaryFiles.keep(in: folder, db)
      try db.execute(sql: "PRAGMA temp_store = FILE")
    }
    try migrator.migrate(pool)
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA temp_store = MEMORY") }
  }

  /// Lets a database without tables give free pages back to the disk, a few at a time. One with tables would have to be written
  /// anew for that, which nobody waits for at a start.
  private static func makeShrinkable(_ pool: DatabasePool) throws {
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL; VACUUM") }
  }

  private static func openError(_ error: any Error, _ folder: DataFolder) -> StoreOpenError {
    switch error {
    case let error as StoreOpenError: error
    case let error as DatabaseError:
      switch error.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT:
        .notADatabase(path: folder.databasePath, reason: error.message ?? "it is damaged")
      case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(path: folder.databasePath)
      default: .notAccessible(path: folder.databasePath, reason: DatabaseFailure.sentence(error))
      }
    default: .notAccessible(path: folder.databasePath, reason: DatabaseFailure.sentence(error))
    }
  }
}
