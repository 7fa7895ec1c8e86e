@testable import TollgateStore

extension DataFolderLock {
  /// Whether somebody holds the folder's lock at this moment.
  static func isHeld(folder: String) -> Bool {
    do throws(StoreOpenError) {
      _ = try acquire(DataFolder(path: folder))
      return false
    } catch {
      if case .inUse = error { return true }
      return false
    }
  }
}
