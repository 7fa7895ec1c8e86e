import Foundation
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import Testing
import TollgateTestSupport
import UnixSignals

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
        try? await Task.sleep(for: .seconds(6000))
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

  /// Does not end, whatever it is told, as a disk that does not answer; only the end of the process ends it.
  private struct Stuck: Service {
    let process: ProcessUnderTest

    func run() async throws { await process.end.wait() }
  }

  /// Serves until it is told to stop.
  private struct Quick: Service {
    func run() async throws { try await gracefulShutdown() }
  }

  /// A process that ends, or does not.
  private final class ProcessUnderTest: Sendable {
    let end = Gate()
    let hasEnded = NIOLockedValueBox(false)

    /// Runs services until they end, or the process does.
    ///
    /// - Returns: whether the process was ended.
    func isEnded(
      on foundation: any Service, _ services: [any Service] = [], by signals: [UnixSignal] = [],
      stoppingWithin limit: Duration = .milliseconds(100), logger: Logger = quiet,
      onHangup: (@Sendable () async -> Void)? = nil
    ) async -> Bool {
      // More may come at any time, as with signals.
      let (stream, sender) = AsyncStream.makeStream(of: UnixSignal.self)
      for signal in signals { sender.yield(signal) }
      try? await ProcessEnd.run(
        on: foundation, services, until: stream, stoppingWithin: limit, logger: logger, onHangup: onHangup
      ) {
        self.hasEnded.withLockedValue { $0 = true }
        Task { await self.end.open() }
      }
      return hasEnded.withLockedValue(\.self)
    }
  }

  /// A log whose reader has stopped to read.
  private struct FullLog: LogHandler {
    let process: ProcessUnderTest
    /// What the group of services writes for those who look for mistakes is let through: it is before the signal.
    var logLevel = Logger.Level.notice
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      while !process.hasEnded.withLockedValue(\.self) { usleep(10_000) }
    }
  }

  private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  @Test func whatEndsByItselfIsNotEnded() async throws {
    let hasEnded = NIOLockedValueBox(false)
    let lastResort = LastResort(logger: Self.quiet) { hasEnded.withLockedValue { $0 = true } }
    lastResort.endProcess(after: .seconds(2))
    lastResort.cancel()
    try await Task.sleep(for: .seconds(4))
    #expect(!hasEnded.withLockedValue { $0 })
  }

  @Test(.timeLimit(.minutes(15))) func theProcessEndsAlsoWhereAServiceDoesNot() async {
    let process = ProcessUnderTest()
    #expect(await process.isEnded(on: Stuck(process: process), by: [.sigterm]))
  }

  @Test(.timeLimit(.minutes(15))) func theProcessEndsAlsoWhereAServiceOutlastsWhatItStandsOn() async {
    let process = ProcessUnderTest()
    #expect(await process.isEnded(on: Broken(), [Stuck(process: process)], stoppingWithin: .seconds(300)))
  }

  @Test(.timeLimit(.minutes(15))) func theProcessEndsAlsoWhereAServiceOutlastsAnother() async {
    let process = ProcessUnderTest()
    #expect(await process.isEnded(on: Stuck(process: process), [Broken()]))
  }

  @Test(.timeLimit(.minutes(15))) func theProcessEndsAlsoWhereAReloadDoesNot() async {
    let process = ProcessUnderTest()
    let reload: @Sendable () async -> Void = { await process.end.wait() }
    #expect(await process.isEnded(on: Quick(), by: [.sighup, .sigterm], stoppingWithin: .seconds(300), onHangup: reload))
  }

  @Test(.timeLimit(.minutes(15))) func theProcessEndsAlsoWhereNobodyTakesItsLog() async {
    let process = ProcessUnderTest()
    let logger = Logger(label: "test") { _ in FullLog(process: process) }
    #expect(await process.isEnded(on: Quick(), by: [.sigterm], logger: logger))
  }

  @Test func noServiceIsPrinted() async throws {
    let service = Unprintable()
    await #expect(throws: Broken.Failure.self) {
      try await ProcessEnd.run(
        on: Broken(), [service], until: ProcessEnd.signals(), stoppingWithin: .seconds(300), logger: Self.quiet, exit: {})
    }
    #expect(service.printings.withLockedValue { $0 } == 0)
  }

  @Test(.timeLimit(.minutes(15))) func theOthersAreToldBeforeTheyAreCancelled() async throws {
    let busy = Busy()
    await #expect(throws: Broken.Failure.self) {
      try await ProcessEnd.run(
        on: Broken(), [busy], until: ProcessEnd.signals(), stoppingWithin: .seconds(3000), logger: Self.quiet, exit: {})
    }
    #expect(busy.events.withLockedValue { $0 } == ["told", "cancelled"])
  }
}
