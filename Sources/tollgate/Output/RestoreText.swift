import TollgateCore

/// What people are told of backups and of what was restored from them.
enum RestoreText {
  /// What a restored gateway waits for.
  static func remark(on restore: PendingRestore) -> String {
    """
    It was restored on \(DisplayText.moment(restore.restoredAt)) from a backup of \(DisplayText.moment(restore.backupAt)): nothing \
    is bought, and nobody is called back. What was bought after the backup is not known here and would be bought again; where \
    that is all right, and no other gateway goes on with the same data: tollgate restore --accept.
    """
  }

  /// A backup in one sentence.
  static func contents(of manifest: BackupManifest) -> String {
    let database = DisplayText.bytes(manifest.database.bytes)
    let files = "\(DisplayText.count(manifest.files.count, "file")) (\(DisplayText.bytes(manifest.files.bytes)))"
    return "\(DisplayText.count(Int(manifest.purchases), "purchase")) in a database of \(database), and \(files)"
  }

  /// How the files came to their place.
  static func linking(_ summary: BackupSummary) -> String? {
    guard summary.linkedFiles > 0 else { return nil }
    return """
      \(DisplayText.count(summary.linkedFiles, "file")) share their place on the disk with those that they were made from (hard \
      links): a copy on another disk is what survives the loss of this one.
      """
  }
}
