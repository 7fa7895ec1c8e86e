import Foundation

/// A folder that goes with its owner.
final class TemporaryFolder: Sendable {
  let path = FileManager.default.temporaryDirectory.appending(path: "tollgate-\(UUID().uuidString)").path

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
