import Logging
import ServiceLifecycle
import TollgateCore

/// Carries purchases out: from the durable hold to the upstream's answer, recorded. It owns a purchase from the hold on; a
/// client that hangs up changes nothing.
final class Purchasing: Service {
  /// How often a create that provably sent nothing is sent again under the same hold, the first time included.
  static let maximumTries = 3
  private static let pauseBetweenTries: Duration = .milliseconds(200)

  private let store: any Store
  private let upstream: any UpstreamAPI
  private let time: any TimeSource
  private let policy: GatewayPolicy
  private let flights: Flights
  private let memory: ResultMemory
  private let pauses: PurchasePauses
  private let watcher: Watcher
  private let permits: SendPermits
  private let logger: Logger
  private let purchases: AsyncStream<Purchase>
  private let intake: AsyncStream<Purchase>.Continuation

  init(
    store: any Store, upstream: any UpstreamAPI, time: any TimeSource, policy: GatewayPolicy, flights: Flights,
    memory: ResultMemory, pauses: PurchasePauses, watcher: Watcher, logger: Logger
  ) {
    self.store = store
    self.upstream = upstream
    self.time = time
    self.policy = policy
    self.flights = flights
    self.memory = memory
    self.pauses = pauses
    self.watcher = watcher
    self.logger = logger
    permits = SendPermits(permits: policy.maximumSending, queueSize: policy.queueSize, time: time)
    // Unbounded, because what is in it was paid into the ledger and must not be dropped; the permits' queue bounds it.
    (purchases, intake) = AsyncStream.makeStream()
  }

  /// Takes over a purchase whose hold is durable.
  func carryOut(_ purchase: Purchase) {
    flights.announce(purchase.generation.number)
    guard case .terminated = intake.yield(purchase) else { return }
    logger.warning("purchase came after the end", metadata: ["generation": "\(purchase.generation.number)"])
    // Its hold is durable and unsent: the next start releases it.
    tellNothingWasSent(purchase.generation, because: .shutdown)
  }

  /// Carries purchases out until the service is shut down and all of them have landed.
  func run() async throws {
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        for await purchase in purchases {
          group.addTask { await self.send(purchase) }
        }
      }
    } onGracefulShutdown: {
      self.intake.finish()
    }
  }

  private func send(_ purchase: Purchase) async {
    let number = purchase.generation.number
    guard await permits.acquire(within: policy.queueDeadline) else {
      await land(purchase, .released(.queue))
      return
    }
    defer { permits.release() }
    guard !pauses.drain.isDraining else {
      await land(purchase, .released(.shutdown))
      return
    }
    do {
      // No byte may leave before this is durable.
      _ = try await store.record(.submit, for: number, at: time.now())
    } catch {
      logger.error(
        "purchase was not sent: the ledger cannot be written", metadata: ["generation": "\(number)", "error": "\(error)"])
      tellNothingWasSent(purchase.generation, because: .ledgerUnwritable)
      // Whoever found the slot live in the meantime still waits.
      if let released = await recordUntilDurable(.released(.ledgerUnwritable), for: number) { flights.land(released) }
      return
    }
    await land(purchase, event(for: await outcome(of: purchase), of: purchase))
  }

  /// Sends the create; again only after a try that provably sent nothing.
  private func outcome(of purchase: Purchase) async -> CreateOutcome {
    var outcome = CreateOutcome.notSent(reason: "not tried")
    for attempt in 1...Self.maximumTries {
      outcome = await upstream.create(purchase.normalisedBody, credential: purchase.credential)
      guard case .notSent(let reason) = outcome else { return outcome }
      logger.warning(
        "create could not be sent",
        metadata: ["generation": "\(purchase.generation.number)", "try": "\(attempt)", "reason": "\(reason)"])
      // With jitter: creates whose connections failed together would else try together again.
      let pause = Self.pauseBetweenTries * attempt * time.jitter(in: 0.5...1.5)
      if attempt < Self.maximumTries { try? await time.sleep(for: pause) }
    }
    return outcome
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
    guard let generation = await recordUntilDurable(event, for: purchase.generation.number) else { return }
    if case .accepted(let upstreamID, _) = event, generation.state == .unknown {
      logger.critical(
        "the upstream answered with a job id that it had given before; the outcome is unknown",
        metadata: ["generation": "\(generation.number)", "upstream_id": "\(upstreamID)"])
    }
    if generation.state == .running {
      if purchase.showsEmptySlot { memory.noteRunning(generation) }
      watcher.watch(generation)
    }
    flights.land(generation)
  }

  /// Tells all who wait that nothing was sent, before the store can say so.
  private func tellNothingWasSent(_ generation: Generation, because reason: ReleaseReason) {
    var released = generation
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
