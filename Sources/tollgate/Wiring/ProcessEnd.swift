import ArgumentParser
import Foundation
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// How a long-running command ends: the first SIGTERM or SIGINT lets what is under way finish, the second ends the process at
/// once. SIGHUP has the configuration read again, or is what a closed terminal sends, which ends it as well.
enum ProcessEnd {
  private enum Event {
    case ended(Result<Void, any Error>)
    case signal(UnixSignal)
    /// What the others stand on has failed.
    case failed(any Error)
    case lateAfterFailure
    /// One of the others has ended, with what it threw: all of them stop then.
    case partEnded((any Error)?)
    /// What SIGHUP asked for is done.
    case hangupDone
  }

  /// How long those may still be answered who were waiting when what all stand on failed. Nothing can be recorded any more.
  private static let graceAfterFailure: Duration = .milliseconds(250)
  /// How long what was cancelled may take to end, such as a backup whose disk does not answer.
  private static let timeAfterCancellation: Duration = .seconds(4)

  /// The signals that a long-running command listens to. Whatever comes while services are still being made is not missed.
  static func signals() async -> UnixSignalsSequence { await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup) }

  /// Runs services, the ones that others depend on first, until they end by themselves or because of a signal. They may take
  /// `limit` to stop; then they are cancelled. All of them stand on the `foundation`: when it fails, they are cancelled soon.
  ///
  /// - Parameters:
  ///   - foundation: what all services stand on.
  ///   - services: the ones that others depend on first.
  ///   - signals: see ``signals()``.
  ///   - limit: how long they may take to stop.
  ///   - logger: says that it stops.
  ///   - onHangup: what SIGHUP asks for; `nil` where it ends the command whatever sent it.
  ///   - exit: ends the process where something does not end.
  /// - Throws: what a service threw, or ``CommandFailure`` where not everything was finished in time.
  static func run(
    on foundation: any Service, _ services: [any Service], until signals: some AsyncSequence<UnixSignal, Never> & Sendable,
    stoppingWithin limit: Duration, logger: Logger, onHangup: (@Sendable () async -> Void)? = nil,
    exit: @escaping @Sendable () -> Void = { _exit(1) }
  ) async throws {
    let hangup = Hangup()
    let (events, happened) = AsyncStream.makeStream(of: Event.self)
    let parts =
      [ReportingService(foundation) { failure in if let failure { happened.yield(.failed(failure)) } }]
      + services.map { ReportingService($0) { happened.yield(.partEnded($0)) } }
    let group = serviceGroup(parts, stoppingWithin: limit, logger: logger)
    let lastResort = LastResort(logger: logger, exit: exit)
    // Behind the group: it waits for all of its tasks, also for one that hangs.
    defer { lastResort.cancel() }
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
      var hasLastResort = false
      var failure: (any Error)?
      // One at a time, and one more for all that come meanwhile.
      var (isHandlingHangup, hasAnotherHangup) = (false, false)
      // Also where all tasks are cancelled.
      func later(_ event: Event, after pause: Duration) {
        MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: TimeAmount(pause)) { happened.yield(event) }
      }
      // Before anything is written to the log, which may hang too; so is the group told to stop.
      func endAtLast() {
        guard !hasLastResort else { return }
        hasLastResort = true
        lastResort.endProcess(after: limit + timeAfterCancellation)
      }
      func handleHangup() {
        guard let onHangup else { return }
        isHandlingHangup = true
        tasks.addTask {
          await onHangup()
          happened.yield(.hangupDone)
        }
      }
      for await event in events {
        switch event {
        // It never ends at once: a closed terminal may send it twice.
        case .signal(.sighup) where stopping != nil: break
        case .signal(.sighup) where onHangup != nil && !hangup.isTerminalClosed:
          if isHandlingHangup { hasAnotherHangup = true } else { handleHangup() }
        case .hangupDone:
          isHandlingHangup = false
          if hasAnotherHangup, stopping == nil { handleHangup() }
          hasAnotherHangup = false
        case .signal(let signal):
          guard stopping == nil else { endAtOnce(signal) }
          stopping = .now
          endAtLast()
          await group.triggerGracefulShutdown()
          logger.notice("stopping; what is under way may finish", metadata: ["limit": "\(DisplayText.duration(limit))"])
        case .failed(let error):
          failure = error
          lastResort.note(error)
          lastResort.endProcess(after: graceAfterFailure + timeAfterCancellation)
          later(.lateAfterFailure, after: graceAfterFailure)
        case .lateAfterFailure:
          tasks.cancelAll()
        case .partEnded(let error):
          if let error { lastResort.note(error) }
          endAtLast()
        case .ended(let result):
          if isHandlingHangup { lastResort.endProcess(after: timeAfterCancellation) }
          if let failure { throw failure }
          try result.get()
          if let stopping, stopping.duration(to: .now) >= limit { throw late(limit) }
          return
        }
      }
    }
  }

  private static func serviceGroup(
    _ services: [ReportingService], stoppingWithin limit: Duration, logger: Logger
  ) -> ServiceGroup {
    // The failure of any lets what is under way finish; that of the foundation not for long. Nothing is cancelled before the
    // listeners are closed: a connection that was just accepted would be dropped without an end, which NIO takes for a mistake
    // and stops the process in the middle of the answers.
    let members = services.map { service in
      ServiceGroupConfiguration.ServiceConfiguration(
        service: service, failureTerminationBehavior: .gracefullyShutdownGroup,
        // Without a name a service is printed for one, with all that hangs off it: that was half of a start.
        serviceName: service.name)
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

/// A service whose end is told at once, before the others have ended.
private struct ReportingService: Service {
  private let service: any Service
  private let onEnd: @Sendable ((any Error)?) -> Void

  /// - Parameters:
  ///   - service: the service.
  ///   - onEnd: told what it threw; `nil` where it was nothing, or that it was cancelled.
  init(_ service: any Service, onEnd: @escaping @Sendable ((any Error)?) -> Void) {
    self.service = service
    self.onEnd = onEnd
  }

  var name: String { "\(type(of: service))" }

  func run() async throws {
    do {
      try await service.run()
      onEnd(nil)
    } catch {
      onEnd(error is CancellationError ? nil : error)
      throw error
    }
  }
}
