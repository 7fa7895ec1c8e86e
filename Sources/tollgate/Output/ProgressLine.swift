import Foundation

/// A line on a terminal that says that something takes long.
enum ProgressLine {
  private static let patience: Duration = .seconds(1)
  private static let step: Duration = .milliseconds(500)

  /// Runs `work`. Where it takes longer than a second and somebody watches, a line says for how long already; it goes when the
  /// work has ended.
  static func during<Result>(_ what: String, _ work: () async throws -> Result) async throws -> Result {
    guard Terminal.isErrorWatched else { return try await work() }
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        let start = ContinuousClock.now
        try await Task.sleep(for: patience)
        defer { show("\r\u{1B}[K") }
        while true {
          show("\r\(what) … \(DisplayText.duration(start.duration(to: .now)))")
          try await Task.sleep(for: step)
        }
      }
      let result: Swift.Result<Result, any Error>
      do { result = .success(try await work()) } catch { result = .failure(error) }
      tasks.cancelAll()
      while (try? await tasks.next()) != nil {}
      return try result.get()
    }
  }

  private static func show(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
