import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import TollgateCore

/// Carries purchases out: from the durable hold to the upstream's answer, recorded. It owns a purchase from the hold on; a
/// client that hangs up changes nothing.
final class Purchasing: Service {
  /// How often a create that provably sent nothing is sent again under the same hold, the first time included.
  static let maximumTries = 3
  private static let pauseBetweenTries: Duration = .milliseconds(200)
  /// RFC 6585 §4.
  private static let tooManyRequests = 429
  /// How long a 429 pauses purchases that does not say how long, and how long at least.
  private static let shortestPause: Duration = .seconds(1)

  private let store: any Store
  private let upstream: any UpstreamAPI
  private let time: any TimeSource
  private let settings: LiveSettings
  private let flights: Flights
  private let memory: ResultMemory
  private let pauses: PurchasePauses
  private let watcher: Watcher
  private let permits: SendPermits
  private let logger: Logger
  private let retries = NIOLockedValueBox(RetryBudget())
  private let purchases: AsyncStream<Purchase>
  private let intake: AsyncStream<Purchase>.Continuation

  init(
    store: any Store, upstream: any UpstreamAPI, time: any TimeSource, settings: LiveSettings, flights: Flights,
    memory: ResultMemory, pauses: PurchasePauses, watcher: Watcher, permits: SendPermits, logger: Logger
  ) {
    self.store = store
    self.upstream = upstream
    self.time = time
    self.settings = settings
    self.flights = flights
    self.memory = memory
    self.pauses = pauses
    self.watcher = watcher
    self.logger = logger
    self.permits = permits
    // Nobody waits for a turn in which nothing would be sent.
    pauses.drain.onBegin { permits.close() }
    // Unbounded, because what is in it was paid into the ledger and must not be dropped; the permits' queue bounds it.
    (purchases, intake) = AsyncStream.makeStream()
  }

  /// Takes over a purchase whose hold is durable.
  func carryOut(_ purchase: Purchase) {
    flights.announce(purchase.generation.number)
    guard case .terminated = intake.yield(purchase) else { return }
    logger.warning("purchase came after the end", metadata: ["generation": "\(purchase.generation.number)"])
    purchase.place?.giveBack()
    // Its hold is durable and unsent: the next start releases it.
    tellNothingWasSent(purchase, because: .shutdown)
  }

  /// Carries purchases out until the service is shut down and all of them have landed.
  func run() async throws {
    await withGracefulShutdownHandler {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await self.permits.watchPauses() }
        await withDiscardingTaskGroup { group in
          for await purchase in purchases {
            group.addTask { await self.send(purchase) }
          }
        }
        group.cancelAll()
      }
    } onGracefulShutdown: {
      self.intake.finish()
    }
  }

  /// Create calls on their way to the upstream, and purchases that wait for their turn.
  var load: (sending: Int, waiting: Int) { (permits.outCount, permits.waitingCount) }

  /// How long the upstream wants to be left alone; `nil` where it may be asked.
  var upstreamPause: Duration? { permits.pause }

  /// Whether creates are held back because the upstream is not there, or not well.
  var outage: UpstreamOutage { permits.outage }

  /// How long no purchase of a key should begin for that reason; `nil` where one may.
  func outagePause(for key: KeyID) -> Duration? { permits.outagePause(for: key) }

  /// Whether a purchase of this key would be turned away because too many wait.
  func isQueueFull(for key: KeyID) -> Bool { permits.isFull(for: key) }

  /// A place in the queue for a purchase of this key that is about to be decided.
  func place(for key: KeyID) -> QueuePlace { QueuePlace(in: permits, of: key) }

  /// Whether there would be a place for a purchase of this key.
  func look(for key: KeyID) -> QueueLook { QueueLook(permits: permits, key: key) }

  private func send(_ purchase: Purchase) async {
    let deadline = time.uptime() + settings.current.policy.queueDeadline
    var triesLeft = Self.maximumTries
    while true {
      let permit: SendPermits.Permit
      switch await turn(of: purchase, until: deadline) {
      case .granted(let granted): permit = granted
      case .refused: return await land(purchase, .released(pauses.drain.isDraining ? .shutdown : .queue))
      case .unreachable: return await land(purchase, .released(.unreachable))
      }
      var finding = SendPermits.Finding.nothing
      let event = await attempt(purchase, under: permit, until: deadline, triesLeft: &triesLeft, finding: &finding)
      // A pause begins before anything is written.
      permits.release(permit, after: finding)
      guard let event else { return }
      guard case .postponed = event else { return await land(purchase, event) }
      // Durable before the wait: a crash in it releases, instead of leaving an unknown.
      guard await recordUntilDurable(event, for: purchase.generation.number) != nil else { return }
    }
  }

  private func turn(of purchase: Purchase, until deadline: Duration) async -> SendPermits.Turn {
    let began = time.uptime()
    let turn = await permits.acquire(for: purchase.generation.key, in: purchase.place?.handOver(), until: deadline)
    purchase.report?.note { $0.queued = ($0.queued ?? .zero) + (time.uptime() - began) }
    return turn
  }

  /// One try under a permit: durable, then sent.
  ///
  /// - Returns: what has to be recorded; `nil` where all is recorded.
  private func attempt(
    _ purchase: Purchase, under permit: SendPermits.Permit, until deadline: Duration, triesLeft: inout Int,
    finding: inout SendPermits.Finding
  ) async -> GenerationEvent? {
    let number = purchase.generation.number
    // Those who wait in the queue were let in before it began.
    switch pauses.current(atUptime: time.uptime()) {
    case .draining: return .released(.shutdown)
    case .credentialRefused: return .released(.credentialRefused)
    case .queueFull: return .released(.queue)
    // It has a permit in spite of it, or because of it.
    case .unreachable, nil: break
    }
    do {
      // No byte may leave before this is durable.
      _ = try await store.record(.submit, for: number, at: time.now())
    } catch {
      logger.error(
        "purchase was not sent: the ledger cannot be written", metadata: ["generation": "\(number)", "error": "\(error)"])
      tellNothingWasSent(purchase, because: .ledgerUnwritable)
      // Whoever found the slot live in the meantime still waits.
      if let released = await recordUntilDurable(.released(.ledgerUnwritable), for: number) { flights.land(released) }
      return nil
    }
    guard let outcome = await outcome(of: purchase, under: permit, triesLeft: &triesLeft) else { return .postponed }
    switch outcome {
    case .rejected(let rejection, let retryAfter) where rejection.httpStatus == Self.tooManyRequests:
      let pause = min(max(retryAfter ?? .zero, Self.shortestPause), SendPermits.longestPause)
      finding = .throttled(pause)
      logger.warning(
        "the upstream asks the gateway to send less; all purchases wait",
        metadata: ["generation": "\(number)", "seconds": "\(pause.components.seconds)"])
      // Being told to wait is no failed try. With a pause before each, the deadline bounds how many there are.
      triesLeft += 1
      return time.uptime() + pause < deadline ? .postponed : .rejected(rejection)
    case .notSent:
      break
    default:
      finding = .open
    }
    return event(for: outcome, of: purchase)
  }

  /// Sends the create; again only after a try that provably sent nothing.
  ///
  /// - Returns: `nil` where the upstream has asked to be left alone between two tries.
  private func outcome(
    of purchase: Purchase, under permit: SendPermits.Permit, triesLeft: inout Int
  ) async -> CreateOutcome? {
    let began = time.uptime()
    defer { purchase.report?.note { $0.sent = ($0.sent ?? .zero) + (time.uptime() - began) } }
    retries.withLockedValue { $0.noteFirstTry() }
    while true {
      let outcome = await upstream.create(purchase.normalisedBody, credential: purchase.credential)
      note(outcome, of: purchase, under: permit)
      triesLeft -= 1
      guard case .notSent(let reason) = outcome else { return outcome }
      let tries = Self.maximumTries - triesLeft
      logger.warning(
        "create could not be sent",
        metadata: ["generation": "\(purchase.generation.number)", "try": "\(tries)", "reason": "\(reason)"])
      // Where nothing gets through, trying again is left to the one who finds out whether something does.
      guard triesLeft > 0, permits.mayTryAgain(permit), retries.withLockedValue({ $0.take(at: time.uptime()) }) else {
        return outcome
      }
      // With jitter: creates whose connections failed together would else try together again.
      try? await time.sleep(for: Self.pauseBetweenTries * tries * time.jitter(in: 0.5...1.5))
      if permits.pause != nil { return nil }
      guard permits.mayTryAgain(permit) else { return outcome }
    }
  }

  /// Tells the breaker how a try went, and the log where creates are held back from here on.
  private func note(_ outcome: CreateOutcome, of purchase: Purchase, under permit: SendPermits.Permit) {
    let (sign, reason): (CircuitBreaker.Sign, String) =
      switch outcome {
      case .accepted, .rejected, .credentialRefused: (.answered, "")
      case .notSent(let reason): (.unreachable, reason)
      case .unknown(let reason): (.unwell, reason)
      }
    switch permits.note(sign, of: permit, by: purchase.generation.key) {
    case .opened(let pause):
      logger.error(
        "the upstream cannot be reached, or gives no usable answers; no purchase begins until a single one shows that it does again",
        metadata: ["reason": "\(reason)", "seconds": "\(pause.components.seconds)"])
    case .stayedOpen(let pause):
      logger.warning(
        "the upstream still gives no usable answer",
        metadata: ["reason": "\(reason)", "seconds": "\(pause.components.seconds)"])
    case .answeredAgain:
      logger.notice("the upstream answers again; purchases go on, a few more at a time")
    case nil: break
    }
  }

  /// What the ledger has to record for an outcome.
  private func event(for outcome: CreateOutcome, of purchase: Purchase) -> GenerationEvent {
    let metadata: Logger.Metadata = ["generation": "\(purchase.generation.number)"]
    switch outcome {
    case .accepted(let upstreamID, let charge):
      pauses.gate.noteAcceptance()
      return .accepted(upstreamID: upstreamID, charge: charge)
    case .rejected(let rejection, _):
      pauses.gate.noteAcceptance()
      logger.info(
        "the upstream rejected a create",
        metadata: metadata.merging(
          ["status": "\(rejection.httpStatus)", "code": "\(rejection.code)"], uniquingKeysWith: { first, _ in first }))
      return .rejected(rejection)
    case .credentialRefused(let rejection):
      guard !purchase.isForwarded else { return .rejected(rejection) }
      pauses.gate.noteRefusal(atUptime: time.uptime())
      logger.critical("the upstream refused the gateway's own key; purchases stop until it works again", metadata: metadata)
      return .released(.credentialRefused)
    case .notSent:
      return .released(.unreachable)
    case .unknown(let reason):
      logger.error(
        "the outcome of a create is unknown; its hold stays until it is resolved",
        metadata: metadata.merging(["reason": "\(reason)"], uniquingKeysWith: { first, _ in first }))
      return .lost(reason: reason)
    }
  }

  /// Records what became of the purchase and tells all who wait.
  private func land(_ purchase: Purchase, _ event: GenerationEvent) async {
    // What nobody got is no purchase.
    if case .released = event { purchase.rate.giveBack() }
    guard let generation = await recordUntilDurable(event, for: purchase.generation.number) else { return }
    if case .accepted(let upstreamID, _) = event, generation.state == .unknown {
      logger.critical(
        "the upstream answered with a job id that it had given before; the outcome is unknown",
        metadata: ["generation": "\(generation.number)", "upstream_id": "\(upstreamID)"])
    }
    if generation.state == .running {
      logger.warnOfExcess(of: generation)
      if purchase.showsEmptySlot { memory.noteRunning(generation) }
      watcher.watch(generation)
    }
    flights.land(generation)
  }

  /// Tells all who wait that nothing was sent, before the store can say so.
  private func tellNothingWasSent(_ purchase: Purchase, because reason: ReleaseReason) {
    purchase.rate.giveBack()
    var released = purchase.generation
    // A held generation can always be released.
    _ = try? released.apply(.released(reason), at: time.now())
    flights.land(released)
  }

  /// Records an event that has happened and cannot be taken back, trying again while the store provably wrote nothing.
  ///
  /// - Returns: `nil` where it could not be recorded before the process ends. The store then still says `submitting`, which the
  ///   next start reads as unknown: nothing is lost and nothing is sent twice.
  private func recordUntilDurable(_ event: GenerationEvent, for number: GenerationNumber) async -> Generation? {
    var pause: Duration = .milliseconds(50)
    while true {
      do {
        return try await store.record(event, for: number, at: time.now())
      } catch {
        logger.critical(
          "an outcome could not be recorded",
          metadata: [
            "generation": "\(number)", "event": "\(event.name)", "upstream_id": "\(event.upstreamID ?? "none")",
            "error": "\(error)",
          ])
        guard case .notDurable = error, !Task.isCancelled else { return nil }
        try? await time.sleep(for: pause)
        pause = min(pause * 2, .seconds(2))
      }
    }
  }
}

extension GenerationEvent {
  /// The upstream's job id, where the event brings it.
  fileprivate var upstreamID: String? {
    switch self {
    case .accepted(let upstreamID, _): upstreamID
    default: nil
    }
  }
}
