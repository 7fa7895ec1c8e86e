import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import Testing
import TollgateTestSupport

@testable import tollgate

/// The client API, which says that the gateway is ready, begins after the administration's socket.
@Suite struct LaterServiceTests {
  private struct Noting: Service {
    let hasBegun = NIOLockedValueBox(false)

    func run() async throws {
      hasBegun.withLockedValue { $0 = true }
      try await gracefulShutdown()
    }
  }

  /// Runs a later service until `body` has ended.
  private func running(
    _ service: Noting, after beginning: AsyncStream<Void>, _ body: () async throws -> Void
  ) async throws {
    let group = ServiceGroup(
      services: [LaterService(service, after: beginning)], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      try await body()
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  @Test func itBeginsWhenItIsTold() async throws {
    let service = Noting()
    let (beginning, start) = AsyncStream.makeStream(of: Void.self)
    try await running(service, after: beginning) {
      for _ in 0..<100 { await Task.yield() }
      #expect(!service.hasBegun.withLockedValue { $0 })
      start.yield()
      try await eventually("the beginning", holds: { service.hasBegun.withLockedValue { $0 } })
    }
  }

  @Test func itEndsWithoutHavingBegun() async throws {
    let service = Noting()
    let (beginning, start) = AsyncStream.makeStream(of: Void.self)
    try await running(service, after: beginning) { await Task.yield() }
    #expect(!service.hasBegun.withLockedValue { $0 })
    start.finish()
  }
}
