/// Why a data folder cannot be used. The description says what is wrong, where, and what to do.
package enum StoreOpenError: Error, Sendable, Equatable {
  /// Something that is no folder has the folder's path.
  case notAFolder(path: String)
  /// The folder, or a file in it, cannot be created, read or written.
  case notAccessible(path: String, reason: String)
  /// Another process uses the folder; `process` is its id where it could be read.
  case inUse(folder: String, process: Int32?)
  /// The database was written by a newer Tollgate.
  case newerDatabase(path: String, version: Int, known: Int)
  /// The file is no SQLite database, or not one of Tollgate's.
  case notADatabase(path: String, reason: String)
  /// The folder is a backup, which stays as it is.
  case isBackup(path: String)
  /// A backup was being restored into the folder, and that did not come to its end.
  case isUnfinished(path: String)
  /// A program that is no Tollgate holds the database's lock.
  case locked(path: String)
  /// SQLite refused a setting without which an answer would not be durable.
  case unsafeSetting(path: String, setting: String, value: String)
}

extension StoreOpenError: CustomStringConvertible {
  /// One sentence: what is wrong, where, and what to do.
  package var description: String {
    switch self {
    case .notAFolder(let path):
      "\(path) is not a folder; set storage.path to a folder, or to a path where one can be made"
    case .notAccessible(let path, let reason):
      "\(path) cannot be used: \(reason); make it readable and writable for the user that runs tollgate"
    case .inUse(let folder, let process):
      """
      the data folder \(folder) is in use by another tollgate\(process.map { " (process \($0))" } ?? ""); \
      stop it, or set storage.path to another folder
      """
    case .newerDatabase(let path, let version, let known):
      """
      \(path) has schema version \(version), and this tollgate knows versions up to \(known); \
      run the newer tollgate, or restore a backup that was made with this one
      """
    case .notADatabase(let path, let reason):
      "\(path) is not a usable Tollgate database: \(reason); restore a backup, or set storage.path to another folder"
    case .isBackup(let path):
      "\(path) is a backup; make a data folder of it with tollgate restore, or set storage.path to another folder"
    case .isUnfinished(let path):
      """
      \(path) is being made of a backup, or that was broken off: it has a folder unfinished-…; wait for the end of tollgate \
      restore, or empty it and restore again
      """
    case .locked(let path):
      "\(path) is locked by another program; close whatever has the database open and start again"
    case .unsafeSetting(let path, let setting, let value):
      "\(path): SQLite answers \(setting) = \(value), so purchases would not survive a power cut; use a local file system"
    }
  }
}
