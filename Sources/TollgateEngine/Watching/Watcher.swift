import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import TollgateCore

/// Asks the upstream about every job that has not ended, and records what it learns: one due-time schedule for all of them,
/// growing pauses with jitter, a bounded number of questions at a time.
final class Watcher: Service {
  private let store: any Store
  private let upstream: any UpstreamAPI
  private let time: any TimeSource
  private let settings: LiveSettings
  private let changes: SlotChange
  /// Copies the files of results; `nil` where links are passed on.
  private let mirror: FileMirror?
  private let credentials: CredentialBook
  private let drain: Drain
  private let permits: SendPermits
  private let logger: Logger
  private let wake: WakeSignal
  private let queue: NIOLockedValueBox<PollQueue>

  init(
    store: any Store, upstream: any UpstreamAPI, time: any TimeSource, settings: LiveSettings, changes: SlotChange,
    mirror: FileMirror?, credentials: CredentialBook, drain: Drain, permits: SendPermits, logger: Logger
  ) {
    self.store = store
    self.upstream = upstream
    self.time = time
    self.settings = settings
    self.changes = changes
    self.mirror = mirror
    self.credentials = credentials
    self.drain = drain
    self.permits = permits
    self.logger = logger
    wake = WakeSignal(time: time)
    queue = NIOLockedValueBox(PollQueue(concurrency: settings.current.policy.polling.concurrency))
  }

  private var pace: PollingPace { settings.current.policy.polling }

  /// How many generations are asked about.
  var count: Int { queue.withLockedValue(\.count) }

  /// Begins to ask about a generation that has just begun to run.
  func watch(_ generation: Generation) {
    schedule(generation, attempts: 0, after: pace.first)
  }

  /// Takes up what a restart has found running, stalled, or failed with money still out. The first questions are spread, so
  /// that a restart is no stampede.
  func resume(_ generations: [Generation]) {
    let spread = Double(generations.count) / PollingPace.restartRatePerSecond
    for generation in generations {
      schedule(generation, attempts: 0, after: .seconds(time.jitter(in: 0...max(spread, 0.1))))
    }
  }

  /// Asks until the service is shut down. No question begins while the gateway drains; those in flight end by their own
  /// deadline.
  func run() async throws {
    let isStopping = NIOLockedValueBox(false)
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        while !Task.isCancelled, !isStopping.withLockedValue({ $0 }) {
          let (due, nextDue) = takeDue()
          for watch in due {
            group.addTask { await self.ask(watch) }
          }
          if due.isEmpty { await wake.wait(untilUptime: nextDue) }
        }
      }
    } onGracefulShutdown: {
      isStopping.withLockedValue { $0 = true }
      self.wake.raise()
    }
  }

  private func takeDue() -> (due: [PollSchedule.Watch], nextDue: Duration?) {
    guard !drain.isDraining else { return ([], nil) }
    let now = time.uptime()
    return queue.withLockedValue { $0.takeDue(atUptime: now) }
  }

  /// Schedules the next question, with jitter.
  private func schedule(_ generation: Generation, attempts: Int, after pause: Duration) {
    let now = time.uptime()
    let due = PollingPace.due(after: pause * time.jitter(in: PollingPace.jitter), atUptime: now)
    if queue.withLockedValue({ $0.schedule(generation, attempts: attempts, due: due, atUptime: now) }) { wake.raise() }
  }

  private func ask(_ watch: PollSchedule.Watch) async {
    let generation = watch.generation
    if let upstreamID = generation.upstreamID, let credential = credentials.credential(for: generation.key) {
      await learn(from: await upstream.query(upstreamID, credential: credential), about: watch)
    } else {
      // A forwarded bearer is known again when its key sends the next request.
      schedule(generation, attempts: watch.attempts, after: pace.maximum)
    }
    if queue.withLockedValue({ $0.endQuestion() }) { wake.raise() }
  }

  private func learn(from outcome: QueryOutcome, about watch: PollSchedule.Watch) async {
    let generation = watch.generation
    switch outcome {
    case .unusable(let reason, let retryAfter):
      logger.debug("a job's record could not be read", metadata: ["generation": "\(generation.number)", "reason": "\(reason)"])
      // Where creates do not get through either, more questions would not.
      let isTrouble = permits.outage.isHoldingBack
      await askAgain(about: watch, noSoonerThan: isTrouble ? max(retryAfter ?? .zero, PollingPace.pauseInOutage) : retryAfter)
    case .record(let record) where !record.isAbout(generation.model):
      logger.error(
        "the upstream's record is of another model; is the job id right?",
        metadata: ["generation": "\(generation.number)", "upstream_id": "\(generation.upstreamID ?? "none")"])
      await askAgain(about: watch, noSoonerThan: nil)
    case .record(let record):
      guard let event = event(for: record, about: generation) else {
        await askAgain(about: watch, noSoonerThan: nil)
        return
      }
      await apply(event, to: watch)
    }
  }

  /// What a record says that is not known yet; `nil` where that is nothing.
  private func event(for record: UpstreamRecord, about generation: Generation) -> GenerationEvent? {
    if generation.state == .failed {
      return record.refunded > generation.machine.refunded ? .refunded(record.refunded) : nil
    }
    switch record.status {
    case .running: return nil
    case .succeeded: return .succeeded(record: record.data, credit: record.credit, keepsFiles: mirror != nil)
    case .failed(let error): return .failed(error: error, credit: record.credit, refunded: record.refunded)
    }
  }

  /// Records what was learnt. Where the store cannot be written the job is asked about again: the upstream still knows.
  private func apply(_ event: GenerationEvent, to watch: PollSchedule.Watch) async {
    let generation = watch.generation
    do {
      let changed = try await changes.perform(on: generation) { () throws(StoreError) in
        try await store.record(event, for: generation.number, at: time.now())
      }
      // A charge that was not stated at first is corrected now, perhaps to more than was held.
      if generation.machine.isChargeUnstated { logger.warnOfExcess(of: changed) }
      if changed.files == .copying { mirror?.copy(changed) }
      follow(changed)
    } catch {
      if case .invalidTransition = error, let current = try? await store.generation(generation.number) {
        // A person has resolved it in the meantime.
        return follow(current)
      }
      logger.error(
        "what a job became could not be recorded", metadata: ["generation": "\(generation.number)", "error": "\(error)"])
      schedule(generation, attempts: watch.attempts + 1, after: pace.maximum)
    }
  }

  /// Goes on asking where something is still out.
  private func follow(_ generation: Generation) {
    switch generation.state {
    case .running:
      schedule(generation, attempts: 0, after: pace.first)
    case .failed where generation.isRefundOutstanding:
      schedule(generation, attempts: 0, after: PollingPace.firstRefundPause)
    case .stalled:
      logger.warning(
        "a job runs too long; it is asked about hourly from now on", metadata: ["generation": "\(generation.number)"])
      schedule(generation, attempts: 0, after: PollingPace.slowPause)
    default:
      queue.withLockedValue { $0.forget(generation.number) }
    }
  }

  /// Schedules the next question: at the normal pace until the gateway gives up, hourly for a week after that.
  private func askAgain(about watch: PollSchedule.Watch, noSoonerThan retryAfter: Duration?) async {
    let pause: Duration
    if watch.generation.state == .running {
      // By the time that it was watched, not by the calendar: a clock that jumps or a machine that slept is no reason to give
      // up.
      let isOverdue = time.uptime() - watch.since >= pace.giveUp && watch.attempts >= PollingPace.fewestAttempts
      guard !isOverdue else { return await apply(.stalled, to: watch) }
      pause = pace.pause(afterAttempts: watch.attempts + 1)
    } else {
      guard time.now().since(watch.generation.updatedAt) < PollingPace.slowEnd else {
        return queue.withLockedValue { $0.forget(watch.generation.number) }
      }
      pause = PollingPace.slowPause
    }
    schedule(watch.generation, attempts: watch.attempts + 1, after: max(pause, retryAfter ?? .zero))
  }
}

extension UpstreamRecord {
  /// Whether the record is of this model, as far as it says. A store keeps no NUL: what was bought with one is remembered without.
  fileprivate func isAbout(_ model: String) -> Bool {
    func kept(_ text: String) -> String { text.replacing("\0", with: "\u{FFFD}") }
    return data["model"]?.string.map { kept($0).utf8.elementsEqual(kept(model).utf8) } ?? true
  }
}

extension Generation {
  /// Whether it failed and not all of its charge has come back.
  var isRefundOutstanding: Bool {
    state == .failed && machine.refunded < (machine.captured ?? .zero)
  }
}
