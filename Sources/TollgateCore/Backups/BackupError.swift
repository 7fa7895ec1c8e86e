/// Why a backup was not made, not restored, or not believed. The description is a sentence that says what to do.
package enum BackupError: Error, Sendable, Equatable {
  /// The folder will not do; the sentence says why, and which one would.
  case unsuitable(String)
  /// The file system has no room for it, in bytes.
  case noRoom(place: String, needed: Int64, free: Int64)
  /// A kept file that the database names is missing, or has another size.
  case fileMissing(AssetID)
  /// What is in the folder is not a whole backup of this program.
  case damaged(String)
  /// The disk or the database failed, in their words.
  case failed(String)
  /// Files were kept for it as long as they are kept without a sign of life, and are no longer.
  case tooSlow
  /// Whoever asked for it has gone.
  case abandoned
}

extension BackupError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unsuitable(let sentence), .damaged(let sentence): sentence
    case .noRoom(let place, let needed, let free):
      """
      \(place) has room for \(free) bytes, and \(needed) are needed; make room there, or choose a folder on another file system.
      """
    case .fileMissing(let id):
      """
      The kept file \(id) is missing or has another size. A running gateway has given it up by now, and a stopped one does when it \
      is started; repeat the command then.
      """
    case .failed(let reason): "It failed: \(reason)."
    case .tooSlow:
      """
      It stood still for so long that removed files were no longer kept for it; see that the file system of its folder answers, and \
      repeat the command.
      """
    case .abandoned: "It was broken off; what was written of it is removed."
    }
  }
}
