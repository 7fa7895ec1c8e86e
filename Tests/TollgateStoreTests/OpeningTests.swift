import Foundation
import GRDB
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// The data folder, its lock, and what is refused at the start.
@Suite struct OpeningTests {
  private func mode(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test func everyFileIsForTheOwnerOnly() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder + "/nested/data") { store in
        _ = try await store.buy()
        let data = folder + "/nested/data"
        #expect(try mode(data) == 0o700)
        for file in try FileManager.default.contentsOfDirectory(atPath: data) {
          #expect(try mode(data + "/" + file) == 0o600, "\(file)")
        }
      }
    }
  }

  @Test func synchronousIsFullAfterOpening() async throws {
    try await TemporaryFolder.with { folder in
      try await SQLiteStore.withStore(folder: folder) { store in
        let writer = try await store.writer.write { db, _ in
          [
            try Int.fetchOne(db, sql: "PRAGMA synchronous"), try Int.fetchOne(db, sql: "PRAGMA foreign_keys"),
            try Int.fetchOne(db, sql: "PRAGMA secure_delete"), try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint"),
          ]
        }
        #expect(writer == [2, 1, 0, 1000])
        let reader = try await store.pool.read { try Int.fetchOne($0, sql: "PRAGMA wal_autocheckpoint") }
        #expect(reader == 0)
      }
    }
  }

  @Test("a folder into which a backup was being restored is not taken for an empty one")
  func unfinishedRestore() async throws {
    try await TemporaryFolder.with { folder in
      try FileManager.default.createDirectory(atPath: folder + "/unfinished-0a1b2c3d", withIntermediateDirectories: true)
      #expect(throws: StoreOpenError.isUnfinished(path: folder)) { try SQLiteStore.open(folder: folder) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["unfinished-0a1b2c3d"], "nothing was made in it")
    }
  }

  @Test func everythingIsThereAfterReopening() async throws {
    try await TemporaryFolder.with { folder in
      let (secret, serials, bought) = try await SQLiteStore.withStore(folder: folder) { store in
        (try await store.ticketSecrets(), try await store.reserveSerials(10), try await store.buy())
      }
      try await SQLiteStore.withStore(folder: folder) { store in
        #expect(try await store.ticketSecrets() == secret)
        #expect(try await store.reserveSerials(1).lowerBound == serials.upperBound)
        #expect(try await store.decide(Sample.order()).generation?.number == bought)
        // The latest day is read again, too.
        let earlier = LedgerWindow(day: Sample.window.day - 1, month: Sample.window.month)
        let next = try await store.buy(Sample.order(Sample.slot("a dog"), window: earlier))
        #expect(try await store.ledger(of: next).first?.day == Sample.window.day)
        #expect(next > bought)
        try await expectClean(store)
      }
    }
  }

  /// The migrator commits its list before the first migration.
  @Test func aFirstStartThatDiedBetweenItsTransactionsIsRepeated() async throws {
    try await TemporaryFolder.with { folder in
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let left = try DatabaseQueue(path: folder + "/tollgate.sqlite")
      var migrator = DatabaseMigrator()
      migrator.registerMigration("v1") { _ in throw CancellationError() }
      #expect(throws: CancellationError.self) { try migrator.migrate(left) }
      #expect(try await left.read { try $0.tableExists("grdb_migrations") })
      try left.close()
      try await SQLiteStore.withStore(folder: folder) { store in
        _ = try await store.buy()
        try await expectClean(store)
      }
    }
  }

  @Test func aSecondOpeningIsRefused() async throws {
    try await TemporaryFolder.with { folder in
      #expect(!DataFolderLock.isHeld(folder: folder))
      try await SQLiteStore.withStore(folder: folder) { store in
        #expect(DataFolderLock.isHeld(folder: folder))
        let error = #expect(throws: StoreOpenError.self) { try SQLiteStore.open(folder: folder) }
        #expect(error == .inUse(folder: folder, process: ProcessInfo.processInfo.processIdentifier))
        #expect(error?.description.contains(folder) == true)
        #expect(error?.description.contains("\(ProcessInfo.processInfo.processIdentifier)") == true)
        // The first is unharmed.
        _ = try await store.buy()
      }
      #expect(!DataFolderLock.isHeld(folder: folder))
    }
  }

  /// A child that was forked meanwhile shares the lock's open file description until its exec.
  @Test func aCopyOfTheLocksDescriptorKeepsNobodyOut() async throws {
    try await TemporaryFolder.with { folder in
      var copies: [Int32] = []
      try await SQLiteStore.withStore(folder: folder) { _ in
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
        copies = descriptors.filter {
          (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?.hasSuffix(folder + "/lock")
            == true
        }.map { fcntl($0, F_DUPFD_CLOEXEC, 0) }
      }
      defer { for copy in copies { close(copy) } }
      #expect(copies.count == 1)
      try await SQLiteStore.withStore(folder: folder) { _ in }
    }
  }

  /// Something in the way, and a word of the sentence that it must bring.
  enum Obstacle: String, CaseIterable, Sendable {
    case fileForFolder, fileAboveFolder, folderForDatabase, garbage, truncated, otherProgram, newerSchema, newerMigration

    func place(in folder: String) throws {
      let database = folder + "/tollgate.sqlite"
      let files = FileManager.default
      switch self {
      case .fileForFolder: try "x".write(toFile: folder, atomically: true, encoding: .utf8)
      case .fileAboveFolder: break
      case .folderForDatabase: try files.createDirectory(atPath: database, withIntermediateDirectories: true)
      case .garbage:
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try String(repeating: "no database at all. ", count: 500).write(toFile: database, atomically: true, encoding: .utf8)
      case .truncated:
        try SQLiteStore.open(folder: folder).closeDatabase()
        let handle = try #require(FileHandle(forWritingAtPath: database))
        try handle.truncate(atOffset: 5000)
        try handle.close()
      case .otherProgram:
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try DatabaseQueue(path: database).write { try $0.execute(sql: "CREATE TABLE notes (text TEXT)") }
      case .newerSchema, .newerMigration:
        try SQLiteStore.open(folder: folder).closeDatabase()
        let sql = self == .newerSchema ? "PRAGMA user_version = 99" : "INSERT INTO grdb_migrations VALUES ('v99')"
        try DatabaseQueue(path: database).write { try $0.execute(sql: sql) }
      }
    }

    func matches(_ error: StoreOpenError) -> Bool {
      switch (self, error) {
      case (.fileForFolder, .notAFolder), (.fileAboveFolder, .notAccessible), (.folderForDatabase, .notADatabase),
        (.garbage, .notADatabase), (.truncated, .notADatabase), (.otherProgram, .notADatabase):
        true
      case (.newerSchema, .newerDatabase(_, 99, Schema.version)), (.newerMigration, .newerDatabase): true
      default: false
      }
    }
  }

  @Test(arguments: Obstacle.allCases)
  func anObstacleIsNamed(_ obstacle: Obstacle) async throws {
    try await TemporaryFolder.with { folder in
      try obstacle.place(in: folder)
      let path = obstacle == .fileAboveFolder ? "/dev/null/data" : folder
      let error = #expect(throws: StoreOpenError.self) { try SQLiteStore.open(folder: path) }
      if let error {
        #expect(obstacle.matches(error), "\(error)")
        #expect(error.description.contains(path))
      }
      #expect(!DataFolderLock.isHeld(folder: folder))
    }
  }
}
