package import Foundation

/// A place for a folder of a test's own. What is there is removed when its owner goes.
package final class TemporaryFolder: Sendable {
  /// Where the folder is. Nothing is there until a test makes something.
  package let path = FileManager.default.temporaryDirectory.appending(path: "tollgate-\(UUID().uuidString)").path

  /// A place that nobody uses yet.
  package init() {}

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Runs `body` with a place where nothing is, and removes what is there afterwards.
  package static func with<Result>(_ body: (_ path: String) async throws -> Result) async rethrows -> Result {
    let folder = TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    return try await body(folder.path)
  }

  /// Runs `body` with an empty folder, and removes it afterwards.
  ///
  /// - Throws: what `body` throws, or why the folder could not be made.
  package static func withEmpty<Result>(_ body: (_ folder: URL) async throws -> Result) async throws -> Result {
    try await with { path in
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      return try await body(URL(filePath: path, directoryHint: .isDirectory))
    }
  }
}
