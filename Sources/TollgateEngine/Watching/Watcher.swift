import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import TollgateCore

/// Asks the upstream about every job that has not ended, and records what it learns: one due-time schedule for all of them, growing
/// pauses with jitter, a bounded number of questions at a time.
final class Watcher: Service {
  private let store: any Store
  private let upstream: any UpstreamAPI
  private let time: any TimeSource
  private let pace: PollingPace
  private let memory: ResultMemory
  private let credentials: CredentialBook
  private let logger: Logger
  private let wake: WakeSignal
  private let state = NIOLockedValueBox(State())

  private struct State {
    var schedule = PollSchedule()
    /// What is known of the watched generations.
    var watched: [GenerationNumber: Generation] = [:]
    var questionsInFlight = 0
  }

  init(
    store: any Store, upstream: any UpstreamAPI, time: any TimeSource, pace: PollingPace, memory: ResultMemory,
    credentials: CredentialBook, logger: Logger
  ) {
    self.store = store
    self.upstream = upstream
    self.time = time
    self.pace = pace
    self.memory = memory
    self.credentials = credentials
    self.logger = logger
    wake = WakeSignal(time: time)
  }

  /// Begins to ask about a generation that has just begun to run.
  ///
  /// - Parameter isPlain: whether it was bought although the cache could be used: then nothing finished is in its slot, and
  ///   memory may answer identical creates with it.
  func watch(_ generation: Generation, isPlain: Bool) {
    if isPlain { memory.noteRunning(generation) }
    schedule(generation, attempts: 0, after: jittered(pace.first))
  }

  /// Takes up what a restart has found running, stalled, or failed with money still out. The first questions are spread, so that
  /// a restart is no stampede.
  func resume(_ generations: [Generation]) {
    let spread = Double(generations.count) / PollingPace.restartRatePerSecond
    for generation in generations {
      schedule(generation, attempts: 0, after: .seconds(Double.random(in: 0...max(spread, 0.1))))
    }
  }

  /// The number of generations that are asked about.
  var watchedCount: Int { state.withLockedValue { $0.watched.count } }

  /// Asks until the service is shut down. Questions in flight then end by their own deadline.
  func run() async throws {
    let isStopping = NIOLockedValueBox(false)
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        while !Task.isCancelled, !isStopping.withLockedValue({ $0 }) {
          let (due, nextDue) = takeDue()
          for entry in due {
            group.addTask { await self.ask(entry) }
          }
          if due.isEmpty { await wake.wait(untilUptime: nextDue) }
        }
      }
    } onGracefulShutdown: {
      isStopping.withLockedValue { $0 = true }
      self.wake.raise()
    }
  }

  /// What is to be asked now, and when to look again: never while as many questions are in flight as may be, because each that
  /// ends wakes the loop.
  private func takeDue() -> (due: [PollSchedule.Entry], nextDue: Duration?) {
    state.withLockedValue { state in
      let free = pace.concurrency - state.questionsInFlight
      let due = state.schedule.takeDue(atUptime: time.uptime(), limit: free)
      state.questionsInFlight += due.count
      return (due, due.count < free ? state.schedule.nextDue : nil)
    }
  }

  private func schedule(_ generation: Generation, attempts: Int, after pause: Duration) {
    state.withLockedValue { state in
      state.watched[generation.number] = generation
      state.schedule.insert(.init(due: time.uptime() + pause, generation: generation.number, attempts: attempts))
    }
    wake.raise()
  }

  private func ask(_ entry: PollSchedule.Entry) async {
    if let generation = state.withLockedValue({ $0.watched[entry.generation] }) {
      await ask(about: generation, attempts: entry.attempts)
    }
    state.withLockedValue { $0.questionsInFlight -= 1 }
    wake.raise()
  }

  private func ask(about generation: Generation, attempts: Int) async {
    guard let upstreamID = generation.upstreamID, let credential = credentials.credential(for: generation.key) else {
      // A forwarded bearer is known again when its key sends the next request.
      schedule(generation, attempts: attempts, after: jittered(pace.maximum))
      return
    }
    let outcome = await upstream.query(upstreamID, credential: credential)
    switch outcome {
    case .unusable(let reason, let retryAfter):
      logger.debug("a job's record could not be read", metadata: ["generation": "\(generation.number)", "reason": "\(reason)"])
      await askAgain(about: generation, attempts: attempts, noSoonerThan: retryAfter)
    case .record(let record):
      await learn(from: record, about: generation, attempts: attempts)
    }
  }

  private func learn(from record: UpstreamRecord, about generation: Generation, attempts: Int) async {
    let event: GenerationEvent
    switch (generation.state, record.status) {
    case (.failed, _):
      guard record.refunded > generation.machine.refunded else {
        await askAgain(about: generation, attempts: attempts, noSoonerThan: nil)
        return
      }
      event = .refunded(record.refunded)
    case (_, .succeeded):
      event = .succeeded(record: record.data, credit: record.credit)
    case (_, .failed(let error)):
      event = .failed(error: error, credit: record.credit, refunded: record.refunded)
    case (_, .running):
      await askAgain(about: generation, attempts: attempts, noSoonerThan: nil)
      return
    }
    await apply(event, to: generation, attempts: attempts)
  }

  /// Records what was learnt. Where the store cannot be written the job is asked about again: the upstream still knows.
  private func apply(_ event: GenerationEvent, to generation: Generation, attempts: Int) async {
    memory.beginChange(by: generation)
    do {
      let changed = try await store.record(event, for: generation.number, at: time.now())
      // Where the slot cannot be read now, the next create reads it.
      let contents = changed.state == .succeeded ? try? await store.contents(of: changed.slot) : nil
      memory.endChange(by: changed, contents: contents)
      follow(changed)
    } catch {
      memory.endChange(by: generation, contents: nil)
      // A person has resolved it in the meantime.
      if case .invalidTransition = error { return forget(generation) }
      logger.error("what a job became could not be recorded", metadata: ["generation": "\(generation.number)", "error": "\(error)"])
      schedule(generation, attempts: attempts + 1, after: jittered(pace.maximum))
    }
  }

  /// Goes on asking where something is still out.
  private func follow(_ generation: Generation) {
    switch generation.state {
    case .failed where generation.isRefundOutstanding:
      schedule(generation, attempts: 0, after: jittered(PollingPace.firstRefundPause))
    case .stalled:
      logger.warning("a job runs too long; it is asked about hourly from now on", metadata: ["generation": "\(generation.number)"])
      schedule(generation, attempts: 0, after: jittered(PollingPace.slowPause))
    default:
      forget(generation)
    }
  }

  /// Schedules the next question: at the normal pace until the gateway gives up, hourly for a week after that.
  private func askAgain(about generation: Generation, attempts: Int, noSoonerThan retryAfter: Duration?) async {
    let now = time.now()
    let pause: Duration
    switch generation.state {
    case .running:
      if now.since(generation.createdAt) >= pace.giveUp {
        await apply(.stalled, to: generation, attempts: attempts)
        return
      }
      pause = pace.pause(afterAttempts: attempts + 1)
    default:
      if now.since(generation.updatedAt) >= PollingPace.slowEnd {
        forget(generation)
        return
      }
      pause = PollingPace.slowPause
    }
    schedule(generation, attempts: attempts + 1, after: jittered(max(pause, retryAfter ?? .zero)))
  }

  private func forget(_ generation: Generation) {
    state.withLockedValue { _ = $0.watched.removeValue(forKey: generation.number) }
  }

  private func jittered(_ pause: Duration) -> Duration { pause * Double.random(in: PollingPace.jitter) }
}

extension Generation {
  /// Whether it failed and not all of its charge has come back.
  package var isRefundOutstanding: Bool {
    state == .failed && machine.refunded < (machine.captured ?? .zero)
  }
}
