/// How far a backup or a restore is, in bytes. Files that are linked and not copied count like others.
package struct BackupProgress: Sendable, Codable, Equatable {
  package let done: Int64
  package let total: Int64

  package init(done: Int64, total: Int64) {
    self.done = done
    self.total = total
  }
}
