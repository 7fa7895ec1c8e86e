import ServiceLifecycle

/// A service whose failure is explained to the person who started the process.
struct ExplainedService: Service {
  private let service: any Service
  private let explain: @Sendable (any Error) -> CommandFailure

  init(_ service: any Service, explain: @escaping @Sendable (any Error) -> CommandFailure) {
    self.service = service
    self.explain = explain
  }

  func run() async throws {
    do {
      try await service.run()
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      throw explain(error)
    }
  }
}
