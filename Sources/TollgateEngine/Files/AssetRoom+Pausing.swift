import Logging
import TollgateCore

/// Files that a backup still needs.
extension AssetRoom {
  /// Runs `body`, and removes no file meanwhile, as long as `body` calls the closure that it is given: it says whether all files
  /// are there still.
  ///
  /// - Returns: `nil` where another backup is being made.
  func keepingFiles<Value>(
    _ body: (_ lives: @escaping @Sendable () -> Bool) async throws -> Value
  ) async throws -> Value? {
    guard beginPause() else { return nil }
    let result: Result<Value, any Error>
    do { result = .success(try await body { [self] in renewPause() }) } catch { result = .failure(error) }
    await remove(endPause())
    return try result.get()
  }

  /// Removes what waits for a backup that gives no sign of life.
  func removeOverdue() async { await remove(takeOverdue()) }

  private func remove(_ ids: Set<AssetID>) async {
    for id in ids {
      do {
        try await removeUnnamed(id)
      } catch {
        logger.error("a file could not be removed; the next start does", metadata: ["asset": "\(id)", "error": "\(error)"])
      }
    }
  }
}
