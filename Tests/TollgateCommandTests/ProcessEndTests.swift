import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import Testing

@testable import tollgate

/// What happens to the rest when the service fails that all others stand on.
@Suite struct ProcessEndTests {
  private struct Broken: Service {
    struct Failure: Error {}

    func run() async throws { throw Failure() }
  }

  /// Writes down what it is told, and goes on until it is cancelled.
  private struct Busy: Service {
    let events = NIOLockedValueBox<[String]>([])

    func run() async throws {
      await withGracefulShutdownHandler {
        try? await Task.sleep(for: .seconds(600))
        events.withLockedValue { $0.append("cancelled") }
      } onGracefulShutdown: {
        events.withLockedValue { $0.append("told") }
      }
    }
  }

  /// Everything hangs off a service: to print it takes as long as the rest of a start, and would show what nobody asked for.
  private struct Unprintable: Service, CustomStringConvertible, CustomDebugStringConvertible {
    let printings = NIOLockedValueBox(0)

    var debugDescription: String { description }
    var description: String {
      printings.withLockedValue { $0 += 1 }
      return "everything"
    }

    func run() async throws { try? await gracefulShutdown() }
  }

  @Test func noServiceIsPrinted() async throws {
    let service = Unprintable()
    await #expect(throws: Broken.Failure.self) {
      try await ProcessEnd.run(
        on: Broken(), [service], until: ProcessEnd.signals(), stoppingWithin: .seconds(300),
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
    #expect(service.printings.withLockedValue { $0 } == 0)
  }

  @Test func theOthersAreToldBeforeTheyAreCancelled() async throws {
    let busy = Busy()
    let start = ContinuousClock.now
    await #expect(throws: Broken.Failure.self) {
      try await ProcessEnd.run(
        on: Broken(), [busy], until: ProcessEnd.signals(), stoppingWithin: .seconds(300),
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
    #expect(busy.events.withLockedValue { $0 } == ["told", "cancelled"])
    #expect(start.duration(to: .now) < .seconds(60))
  }
}
