/// A backup that was made.
package struct BackupSummary: Sendable, Codable, Equatable {
  /// Where it is.
  package let folder: String
  package let manifest: BackupManifest
  /// Files that share their place on the disk with the gateway's own (hard links); the others were copied.
  package let linkedFiles: Int
  /// How long it took.
  package let milliseconds: Int64

  package init(folder: String, manifest: BackupManifest, linkedFiles: Int, milliseconds: Int64) {
    self.folder = folder
    self.manifest = manifest
    self.linkedFiles = linkedFiles
    self.milliseconds = milliseconds
  }
}
