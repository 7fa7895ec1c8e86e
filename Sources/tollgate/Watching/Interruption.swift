import UnixSignals

/// The end of what goes on until somebody ends it.
enum Interruption {
  /// Runs `work` until it ends by itself, or Ctrl-C or SIGTERM ends it, which is no error.
  static func isWaitedFor(during work: @escaping @Sendable () async throws -> Void) async throws {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { for await _ in signals { return } }
      tasks.addTask { try await work() }
      defer { tasks.cancelAll() }
      _ = try await tasks.next()
    }
  }
}
