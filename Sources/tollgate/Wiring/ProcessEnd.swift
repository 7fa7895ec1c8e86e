import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// How a long-running command ends: the first SIGTERM or SIGINT lets what is under way finish, the second ends the process at
/// once.
enum ProcessEnd {
  private enum Event {
    case ended(Result<Void, any Error>)
    case signal(UnixSignal)
  }

  /// The signals that end a long-running command; SIGHUP is what a closed terminal sends. Whatever comes while services
  /// are still being made is not missed.
  static func signals() async -> UnixSignalsSequence { await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup) }

  /// Runs services, the ones that others depend on first, until they end by themselves or because of a signal. They may take
  /// `limit` to stop; then they are cancelled.
  ///
  /// - Throws: what a service threw, or ``CommandFailure`` where not everything was finished in time.
  static func run(
    _ services: [any Service], until signals: UnixSignalsSequence, stoppingWithin limit: Duration, logger: Logger
  ) async throws {
    let group = serviceGroup(services, stoppingWithin: limit, logger: logger)
    let (events, happened) = AsyncStream.makeStream(of: Event.self)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      defer { tasks.cancelAll() }
      tasks.addTask {
        do {
          try await group.run()
          happened.yield(.ended(.success(())))
        } catch {
          happened.yield(.ended(.failure(error)))
        }
      }
      tasks.addTask {
        for await signal in signals { happened.yield(.signal(signal)) }
      }
      var stopping: ContinuousClock.Instant?
      for await event in events {
        switch event {
        case .signal(let signal):
          guard stopping == nil else { endAtOnce(signal) }
          stopping = .now
          logger.notice("stopping; what is under way may finish", metadata: ["limit": "\(DisplayText.duration(limit))"])
          await group.triggerGracefulShutdown()
        case .ended(let result):
          try result.get()
          if let stopping, stopping.duration(to: .now) >= limit { throw late(limit) }
          return
        }
      }
    }
  }

  private static func serviceGroup(
    _ services: [any Service], stoppingWithin limit: Duration, logger: Logger
  ) -> ServiceGroup {
    // The first is what the others stand on: when it fails, nothing that is under way can be recorded any more. The failure
    // of any other lets what is under way finish.
    let members = services.enumerated().map { index, service in
      ServiceGroupConfiguration.ServiceConfiguration(
        service: service, failureTerminationBehavior: index == 0 ? .cancelGroup : .gracefullyShutdownGroup)
    }
    var configuration = ServiceGroupConfiguration(services: members, logger: logger)
    configuration.maximumGracefulShutdownDuration = limit
    return ServiceGroup(configuration: configuration)
  }

  /// Everything that counts is on the disk already, and a start after this is a start after a crash.
  private static func endAtOnce(_ signal: UnixSignal) -> Never {
    // Shells show a process that a signal ended as 128 and its number.
    _exit(128 + signal.rawValue)
  }

  private static func late(_ limit: Duration) -> CommandFailure {
    CommandFailure(
      .failure,
      "Not everything was finished within \(DisplayText.duration(limit)), and the rest was broken off; after the next start "
        + "tollgate jobs list --state unknown shows what it was.")
  }
}
