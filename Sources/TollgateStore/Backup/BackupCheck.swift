import Foundation
import GRDB
package import TollgateCore

/// Checks a backup where it is, and changes nothing there.
package enum BackupCheck {
  private static let maximumViolations = 100

  /// Checks the manifest, the database's bytes, every rule of the books, and that the files are there.
  ///
  /// - Parameters:
  ///   - folder: the backup's.
  ///   - readingFiles: whether every byte of the files is compared with their names.
  /// - Returns: what was found.
  /// - Throws: ``BackupError`` where it is no backup that this version can read.
  package static func report(on folder: BackupFolder, readingFiles: Bool) async throws(BackupError) -> VerificationReport {
    try await BackupFiles.run { () throws(BackupError) in
      let manifest = try folder.manifest()
      let written = try checkDatabase(of: folder, manifest)
      let reader = try BackupReader(folder)
      defer { reader.close() }
      let named = try check(manifest, reader)
      let files = try checkFiles(of: folder, reader, readingThem: readingFiles)
      guard manifest.schema == Schema.version else {
        // The rules are those of this version's tables; a restored copy is brought to them.
        let old = VerificationCheck(
          rule: "Its schema version is \(Schema.version), that of this tollgate, whose rules can be checked.", checked: 1,
          violations: ["it is \(manifest.schema) (of tollgate \(manifest.tollgate)): restore it into a folder, and verify that"]
        )
        return VerificationReport(checks: [written, named, old, files], excess: .none, unknown: .none)
      }
      let (file, rules) = try reader.read { (try Verification.file($0), try Verification.rules($0)) }
      return VerificationReport(
        checks: [written, named] + file + rules.checks + [files], excess: rules.excess, unknown: rules.unknown)
    }
  }

  static func checkDatabase(of folder: BackupFolder, _ manifest: BackupManifest) throws(BackupError) -> VerificationCheck {
    let sha256 = try BackupFiles.sha256(of: folder.databasePath) { _ in }
    return VerificationCheck(
      rule: "The backup's database has the bytes of which its manifest speaks.", checked: 1,
      violations: sha256 == manifest.database.sha256 ? [] : ["the SHA-256 is \(sha256), not \(manifest.database.sha256)"])
  }

  static func check(_ manifest: BackupManifest, _ reader: BackupReader) throws(BackupError) -> VerificationCheck {
    let figures = try reader.figures()
    var violations: [String] = []
    if figures.files != manifest.files {
      violations.append(
        "its database names \(figures.files.count) files of \(figures.files.bytes) bytes, not \(manifest.files.count) of "
          + "\(manifest.files.bytes)")
    }
    if figures.purchases != manifest.purchases {
      violations.append("its database knows \(figures.purchases) purchases, not \(manifest.purchases)")
    }
    return VerificationCheck(
      rule: "The backup has as many purchases and files as its manifest says.", checked: 2, violations: violations)
  }

  static func checkFiles(
    of folder: BackupFolder, _ reader: BackupReader, readingThem: Bool,
    onBytes: (Int64) throws(BackupError) -> Void = { _ in }
  ) throws(BackupError) -> VerificationCheck {
    var checked = 0
    var violations: [String] = []
    try reader.forEachFile { id, size throws(BackupError) in
      guard violations.count < maximumViolations else { return }
      checked += 1
      if let fault = try fault(of: folder.blobs.path(of: id), id, size, readingIt: readingThem, onBytes) {
        violations.append("the file \(id) \(fault)")
      }
    }
    let rule = readingThem ? "has the bytes of its name" : "has its size"
    return VerificationCheck(rule: "Every stored file is in the backup and \(rule).", checked: checked, violations: violations)
  }

  private static func fault(
    of path: String, _ id: AssetID, _ size: Int64, readingIt: Bool, _ onBytes: (Int64) throws(BackupError) -> Void
  ) throws(BackupError) -> String? {
    guard let found = try BackupFiles.translating({ () throws(BlobError) in try FileSystem.size(of: path) }) else {
      return "is missing"
    }
    guard found == size else { return "has \(found) bytes instead of \(size)" }
    guard readingIt else { return nil }
    let sha256 = try BackupFiles.sha256(of: path) { bytes throws(BackupError) in try onBytes(Int64(bytes)) }
    return sha256 == id.description ? nil : "has other bytes than its name says"
  }
}
