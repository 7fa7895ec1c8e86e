import Foundation
import Glibc
package import TollgateCore

/// The paths in a backup's folder, which are those of a data folder, and its manifest.
package struct BackupFolder: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// Whether there is a manifest: what has none is no backup, or none that came to its end.
  package var isBackup: Bool { unsafe access(manifestPath, F_OK) == 0 }

  static let manifestName = "backup.json"
  /// No manifest is nearly as large.
  private static let largestManifest = 64 << 10

  var manifestPath: String { path + "/" + Self.manifestName }
  var databasePath: String { DataFolder(path: path).databasePath }
  var blobs: BlobPlaces { BlobPlaces(root: path + "/blobs") }

  /// The manifest.
  ///
  /// - Throws: ``BackupError/damaged(_:)`` where there is none that this version understands.
  package func manifest() throws(BackupError) -> BackupManifest {
    guard isBackup else {
      throw .damaged("\(path) has no \(Self.manifestName), so it is no backup, or one that was not finished; name another.")
    }
    guard let handle = FileHandle(forReadingAtPath: manifestPath),
      let data = try? handle.read(upToCount: Self.largestManifest)
    else { throw .failed("\(manifestPath) cannot be read") }
    guard let format = (try? JSONDecoder().decode(Format.self, from: data))?.format else {
      throw .damaged("\(manifestPath) is damaged; use another backup.")
    }
    guard format == BackupManifest.currentFormat else {
      throw .damaged("\(path) is a backup of another form (\(format)); use a newer tollgate.")
    }
    guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: data) else {
      throw .damaged("\(manifestPath) is damaged; use another backup.")
    }
    // What is computed with them does not overflow.
    let figures = [
      manifest.database.bytes, manifest.files.bytes, Int64(manifest.files.count), manifest.purchases, manifest.lastSerial,
    ]
    guard figures.allSatisfy({ (0...(1 << 60)).contains($0) }) else {
      throw .damaged("\(manifestPath) is damaged; use another backup.")
    }
    guard manifest.schema <= Schema.version else {
      throw .damaged(
        """
        \(path) has schema version \(manifest.schema) (of tollgate \(manifest.tollgate)), and this tollgate knows versions up to \
        \(Schema.version); use that tollgate, or a newer one.
        """)
    }
    return manifest
  }

  /// Writes the manifest, durably.
  func write(_ manifest: BackupManifest) throws(BackupError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(manifest) else { throw .failed("the manifest cannot be written as JSON") }
    try BackupFiles.translating { () throws(BlobError) in
      let descriptor = try FileSystem.create(manifestPath)
      defer { close(descriptor) }
      try FileSystem.write(Array(data) + [UInt8(ascii: "\n")], to: descriptor, at: 0)
      try FileSystem.sync(descriptor, manifestPath)
    }
  }

  /// What every form of a manifest has.
  private struct Format: Decodable {
    let format: Int
  }
}
