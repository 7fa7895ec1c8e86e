import ArgumentParser
import Foundation
import Testing
import TollgateCore
import TollgateTestSupport

@testable import tollgate

/// A gateway with a `/tmp` of its own writes a backup that whoever asked for it does not see.
@Suite struct BackupPlaceTests {
  private static func summary(of folder: String, purchases: Int64 = 3) -> BackupSummary {
    BackupSummary(
      folder: folder,
      manifest: BackupManifest(
        tollgate: "0.1.0", schema: 1, at: Timestamp(millisecondsSince1970: 1), database: .init(bytes: 1, sha256: "00"),
        files: .init(count: 0, bytes: 0), purchases: purchases, lastSerial: 9),
      linkedFiles: 0, milliseconds: 1)
  }

  @Test func aBackupHasToBeHere() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let summary = Self.summary(of: folder.path)
      let failure = #expect(throws: CommandFailure.self) { try Backup.lookFor(summary) }
      #expect(failure?.code == .failure && failure?.sentence.contains(folder.path) == true)
      try JSONEncoder().encode(summary.manifest).write(to: folder.appending(path: "backup.json"))
      try Backup.lookFor(summary)
      // An older one by the same name is not it.
      #expect(throws: CommandFailure.self) { try Backup.lookFor(Self.summary(of: folder.path, purchases: 4)) }
    }
  }
}
