/// Where a backup is to be written.
package struct BackupOrder: Sendable, Codable, Equatable {
  /// The whole path of a folder that is empty or not there.
  package let folder: String

  package init(folder: String) { self.folder = folder }
}
