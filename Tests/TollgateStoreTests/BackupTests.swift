import Foundation
import GRDB
import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// Backups of a store on this machine, and what is made of them.
@Suite struct BackupTests {
  /// A store with a kept file, an unknown and a running purchase, and a random history, at `folder/data`.
  private static func withStore<Value>(
    in folder: String, files: Int = 3, _ body: (SQLiteStore, BlobFolder) async throws -> Value
  ) async throws -> Value {
    try await SQLiteStore.withStore(folder: folder + "/data") { store in
      let blobs = try BlobFolder(dataFolder: folder + "/data")
      try blobs.mark()
      var walk = RandomWalk(seed: 11)
      try await walk.run(steps: 200, on: store, owner: Sample.owner)
      for place in 0..<files {
        let copying = try await store.live(
          Sample.order(Sample.slot("file \(place)")),
          [.submit, Sample.accepted("f\(place)"), .succeeded(record: Sample.record, credit: nil, keepsFiles: true)])
        let draft = try await blobs.draft()
        try await draft.append(Array(repeating: UInt8(place), count: 5000 + place))
        _ = try await store.keepFile(try await draft.finish(), at: 0, of: copying.number, at: .after(10))
      }
      return try await body(store, blobs)
    }
  }

  private static func backUp(
    _ store: SQLiteStore, in folder: String, to target: String? = nil, lastSerial: Int64? = nil,
    onProgress: @escaping @Sendable (BackupProgress) throws(BackupError) -> Void = { _ in }
  ) async throws -> BackupSummary {
    try await FolderBackup(store: store, dataFolder: folder + "/data").make(
      folder: target ?? folder + "/backup", version: "1.2.3", clock: { .after(77) }, lastSerial: { lastSerial },
      onProgress: onProgress)
  }

  private static func report(_ folder: String, readingFiles: Bool = true) async throws -> VerificationReport {
    try await BackupCheck.report(on: BackupFolder(path: folder), readingFiles: readingFiles)
  }

  @Test func aBackupHasAllAndNothingElse() async throws {
    try await TemporaryFolder.withEmpty { url in
      let folder = url.path
      let (summary, figures, secrets) = try await Self.withStore(in: folder) { store, _ in
        _ = try await store.reserveSerials(500)
        return (
          try await Self.backUp(store, in: folder, lastSerial: 123), try await store.figures(), try await store.ticketSecrets()
        )
      }
      let manifest = summary.manifest
      #expect(manifest.tollgate == "1.2.3" && manifest.schema == Schema.version && manifest.at == .after(77))
      #expect(manifest.files == .init(count: 3, bytes: 15_003) && summary.linkedFiles == 3)
      #expect(manifest.purchases == figures.generationCount && manifest.lastSerial == 123)
      #expect(try BackupFolder(path: folder + "/backup").manifest() == manifest)
      let report = try await Self.report(folder + "/backup")
      #expect(report.isClean, "\(report.checks.filter { !$0.violations.isEmpty })")
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder + "/backup")
      let files = names.filter { !$0.hasPrefix("blobs/") }
      #expect(Set(files) == ["backup.json", "blobs", "tollgate.sqlite"], "neither a lock nor a socket nor a log")
      for name in names + ["."] {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/backup/" + name)
        let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
        #expect(attributes[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(name)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["backup", "data"])
      // The secret stays in the database alone.
      let text = try String(contentsOfFile: folder + "/backup/backup.json", encoding: .utf8)
      #expect(!text.contains(HexDigits.text(of: secrets.current)))
    }
  }

  /// What is written while a backup is made is in it or not, each transaction as a whole.
  @Test func aBackupHasOneMoment() async throws {
    try await TemporaryFolder.withEmpty { url in
      let folder = url.path
      try await Self.withStore(in: folder) { store, _ in
        let isDone = NIOLockedValueBox(false)
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            var number = 0
            while !isDone.withLockedValue(\.self) {
              number += 1
              try await store.live(
                Sample.order(Sample.slot("beside \(number)")), [.submit, Sample.accepted("beside \(number)")])
            }
          }
          for round in 1...5 {
            let summary = try await Self.backUp(store, in: folder, to: folder + "/backup \(round)")
            #expect(try await Self.report(summary.folder).isClean)
          }
          isDone.withLockedValue { $0 = true }
          try await group.waitForAll()
        }
        try await expectClean(store)
      }
    }
  }

  @Test func aRestoredStoreKnowsAllAndWaits() async throws {
    try await TemporaryFolder.withEmpty { url in
      let folder = url.path
      let (balances, secrets, newest) = try await Self.withStore(in: folder) { store, _ in
        _ = try await store.reserveSerials(500)
        _ = try await Self.backUp(store, in: folder, lastSerial: 9)
        return (
          try await store.balances(in: Sample.window), try await store.ticketSecrets(),
          try await store.generations(in: nil, before: nil, limit: 1).first?.number
        )
      }
      let restore = BackupRestore(backup: BackupFolder(path: folder + "/backup"), target: folder + "/new", readsFiles: true)
      let summary = try await restore.run(at: .after(99)) { _ in }
      #expect(summary.folder == folder + "/new" && summary.linkedFiles == 3)
      try await SQLiteStore.withStore(folder: folder + "/new") { store in
        #expect(try await store.pendingRestore() == PendingRestore(backupAt: .after(77), restoredAt: .after(99)))
        #expect(try await store.balances(in: Sample.window) == balances)
        let former = try await store.ticketSecrets().former
        #expect(former.map(\.secret) == [secrets.current])
        #expect(former.first?.end == TicketBounds(lastGeneration: try #require(newest), lastSerial: 9))
        #expect(try await store.generationCounts()[.held] == nil)
        try await expectClean(store)
        let blobs = try BlobFolder(dataFolder: folder + "/new")
        #expect(try await blobs.isInPlace())
        for blob in try await store.storedBlobs(after: nil, limit: 9) {
          #expect(try await blobs.size(of: blob.id) == blob.size)
        }
      }
      #expect(try await Self.report(folder + "/backup").isClean, "the backup stays as it is")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["backup", "data", "new"])
    }
  }

  /// It would go on as after a crash: what was held would be released, and bought again.
  @Test func aBackupIsNoDataFolder() async throws {
    try await TemporaryFolder.withEmpty { url in
      let folder = url.path
      try await Self.withStore(in: folder) { store, _ in _ = try await Self.backUp(store, in: folder) }
      let error = #expect(throws: StoreOpenError.self) { try SQLiteStore.open(folder: folder + "/backup") }
      #expect(error?.description.contains("tollgate restore") == true)
      #expect(try await Self.report(folder + "/backup").isClean)
    }
  }

  /// Something in the way, and a word of the sentence that it must bring.
  @Test(arguments: [
    ("data", "not empty"), ("data/backup", "inside of the data folder"), ("file", "no folder"), ("file/x", "cannot be"),
    ("missing/backup", "make that folder"), ("link", "no folder"), ("full", "not empty"),
  ])
  func anUnsuitableFolderIsNamed(_ name: String, word: String) async throws {
    try await TemporaryFolder.withEmpty { url in
      let folder = url.path
      try await Self.withStore(in: folder, files: 0) { store, _ in
        try "x".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(atPath: folder + "/full/of", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder)
        let backups = FolderBackup(store: store, dataFolder: folder + "/data")
        let error = await #expect(throws: BackupError.self) { () async throws in
          try await backups.check(folder: folder + "/" + name)
        }
        #expect(error.map { "\($0)" }?.contains(word) == true, "\(String(describing: error))")
        await #expect(throws: BackupError.self) { () async throws in try await backups.check(folder: "backup") }
      }
    }
  }

  @Test func anEmptyFolderBecomesTheBackup() async throws {
    try await TemporaryFolder.withEmpty { url in
      let folder = url.path
      try await Self.withStore(in: folder) { store, _ in
        try FileManager.default.createDirectory(atPath: folder + "/backup", withIntermediateDirectories: true)
        try await FolderBackup(store: store, dataFolder: folder + "/data").check(folder: folder + "/backup")
        #expect(try await Self.backUp(store, in: folder).manifest.files.count == 3)
      }
      #expect(try await Self.report(folder + "/backup").isClean)
    }
  }

  /// A volume's own folder cannot be replaced: what says that the backup is whole comes into it last.
  @Test func aFolderIsFilledFromWithinWhereItMustBe() throws {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path + "/target/part/blobs", withIntermediateDirectories: true)
    for name in ["a", "last"] {
      try name.write(toFile: folder.path + "/target/part/" + name, atomically: true, encoding: .utf8)
    }
    try StagedFolder(target: folder.path + "/target", path: folder.path + "/target/part", isInside: true).finish(last: "last")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/target").sorted() == ["a", "blobs", "last"])
  }

  @Test func roomIsLookedForFirst() async throws {
    try await TemporaryFolder.withEmpty { url in
      let folder = url.path
      try await Self.withStore(in: folder) { store, _ in
        let backups = FolderBackup(store: store, dataFolder: folder + "/data") { _ in 1000 }
        let error = await #expect(throws: BackupError.self) { () async throws in
          try await backups.check(folder: folder + "/backup")
        }
        #expect(error.map { "\($0)" }?.contains("room for 1000 bytes") == true)
      }
    }
  }

  /// Nothing is left of a backup that somebody broke off, at whatever moment.
  @Test(arguments: [0, 1, 2, 3, 4])
  func aBrokenOffBackupLeavesNothing(_ steps: Int) async throws {
    try await TemporaryFolder.withEmpty { url in
      let folder = url.path
      try await Self.withStore(in: folder) { store, _ in
        let seen = NIOLockedValueBox(0)
        let error = await #expect(throws: BackupError.self) { () async throws in
          _ = try await Self.backUp(store, in: folder) { _ throws(BackupError) in
            let count = seen.withLockedValue { seen in
              seen += 1
              return seen
            }
            if count > steps { throw .abandoned }
          }
        }
        #expect(error == .abandoned)
        #expect(!FileManager.default.fileExists(atPath: folder + "/backup"))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains("unfinished") }
        #expect(left.isEmpty)
        _ = try await store.buy(Sample.order(Sample.slot("afterwards")))
      }
    }
  }

  @Test func aMissingFileIsNoBackup() async throws {
    try await TemporaryFolder.withEmpty { url in
      let folder = url.path
      try await Self.withStore(in: folder) { store, blobs in
        let blob = try #require(try await store.storedBlobs(after: nil, limit: 1).first)
        try await blobs.remove(blob.id)
        let error = await #expect(throws: BackupError.self) { () async throws in _ = try await Self.backUp(store, in: folder) }
        #expect(error == .fileMissing(blob.id))
        #expect(!FileManager.default.fileExists(atPath: folder + "/backup"))
      }
    }
  }

  /// What somebody did to a backup, and a word of what is said about it.
  enum Damage: String, CaseIterable, Sendable {
    case manifestMissing, manifestGarbage, otherForm, newerSchema, databaseBit, fileMissing, fileShort, fileBit, otherCounts

    /// Whether only reading the files finds it.
    var needsReading: Bool { self == .fileBit }

    func apply(to folder: String) throws {
      let files = FileManager.default
      let manifest = folder + "/backup.json"
      func replace(_ text: String, by other: String) throws {
        let old = try String(contentsOfFile: manifest, encoding: .utf8)
        #expect(old.contains(text))
        try old.replacing(text, with: other).write(toFile: manifest, atomically: true, encoding: .utf8)
      }
      func flip(_ path: String, at offset: UInt64) throws {
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        try handle.seek(toOffset: offset)
        let byte = try #require(try handle.read(upToCount: 1)?.first)
        try handle.seek(toOffset: offset)
        try handle.write(contentsOf: Data([byte ^ 1]))
        try handle.close()
      }
      let blob = folder + "/blobs/"
      let name = try #require(
        try files.subpathsOfDirectory(atPath: blob).sorted().first { $0.count == 67 })
      // What is linked would be damaged in the data folder as well.
      if rawValue.hasPrefix("file") {
        let bytes = try Data(contentsOf: URL(filePath: blob + name))
        try files.removeItem(atPath: blob + name)
        try bytes.write(to: URL(filePath: blob + name))
      }
      switch self {
      case .manifestMissing: try files.removeItem(atPath: manifest)
      case .manifestGarbage: try "{".write(toFile: manifest, atomically: true, encoding: .utf8)
      case .otherForm: try replace("\"format\" : 1", by: "\"format\" : 2")
      case .newerSchema: try replace("\"schema\" : \(Schema.version)", by: "\"schema\" : 99")
      case .otherCounts: try replace("\"count\" : 3", by: "\"count\" : 4")
      case .databaseBit: try flip(folder + "/tollgate.sqlite", at: 9000)
      case .fileMissing: try files.removeItem(atPath: blob + name)
      case .fileShort: try Data([1]).write(to: URL(filePath: blob + name))
      case .fileBit: try flip(blob + name, at: 100)
      }
    }
  }

  @Test(arguments: Damage.allCases)
  func aDamagedBackupIsNeitherCleanNorRestored(_ damage: Damage) async throws {
    try await TemporaryFolder.withEmpty { url in
      let folder = url.path
      try await Self.withStore(in: folder) { store, _ in _ = try await Self.backUp(store, in: folder) }
      try damage.apply(to: folder + "/backup")
      let isClean = try? await Self.report(folder + "/backup").isClean
      #expect(isClean != true)
      if damage.needsReading { #expect(try await Self.report(folder + "/backup", readingFiles: false).isClean) }
      let restore = BackupRestore(backup: BackupFolder(path: folder + "/backup"), target: folder + "/new", readsFiles: true)
      let error = await #expect(throws: BackupError.self) { () async throws in _ = try await restore.run(at: .after(1)) { _ in }
      }
      if let error, case .damaged = error {} else { Issue.record("\(String(describing: error))") }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["backup", "data"])
    }
  }

  @Test func aRestoreWantsAnEmptyFolder() async throws {
    try await TemporaryFolder.withEmpty { url in
      let folder = url.path
      try await Self.withStore(in: folder) { store, _ in _ = try await Self.backUp(store, in: folder) }
      let restore = BackupRestore(backup: BackupFolder(path: folder + "/backup"), target: folder + "/data", readsFiles: false)
      let error = await #expect(throws: BackupError.self) { () async throws in _ = try await restore.run(at: .after(1)) { _ in }
      }
      #expect(error.map { "\($0)" }?.contains("not empty") == true)
    }
  }
}
