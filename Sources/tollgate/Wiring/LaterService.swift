import ServiceLifecycle

/// A service that begins when another one is there: what says that it is ready must not be ahead of the rest.
struct LaterService: Service {
  private let service: any Service
  private let beginning: AsyncStream<Void>

  /// - Parameters:
  ///   - service: what begins later.
  ///   - beginning: says when.
  init(_ service: any Service, after beginning: AsyncStream<Void>) {
    self.service = service
    self.beginning = beginning
  }

  func run() async throws {
    // Where the other one never comes, all are shut down, and this one has nothing to end.
    guard await beginning.cancelOnGracefulShutdown().first(where: { _ in true }) != nil else { return }
    try await service.run()
  }
}
