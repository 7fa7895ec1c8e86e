import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import TollgateCore

/// Posts the clients' callbacks: takes what is due out of the outbox, posts each job's record as a query of its id would answer
/// it, and writes down what became of it. What was posted and could not be written down is posted again: at least once.
///
/// Nobody waits for it, and it waits for nobody but receivers: what ended in the meantime is settled together.
final class Courier: Service {
  /// Between two looks into the outbox. What becomes due in the meantime is taken together.
  static let pause: Duration = .milliseconds(25)
  /// The longest time without a look, whatever the clock and the signals say.
  static let longestPause: Duration = .seconds(30)
  /// After a failure of the store.
  static let pauseAfterFailure: Duration = .seconds(1)
  /// How long what was taken is nobody else's: longer than a receiver's share takes that never answers.
  static let lease: Duration = .seconds(900)
  /// How long posts may go on when the gateway shuts down.
  static let grace: Duration = .seconds(3)
  /// How long callbacks are kept after their end, and how often older ones are removed, how many in one transaction.
  static let memory: Duration = .seconds(30 * 86_400)
  static let cleaningInterval: Duration = .seconds(3600)
  static let cleaningStep = 500

  private let gateway: Gateway
  private let transport: any CallbackTransport
  private let secrets: SigningSecrets
  private let stop: WakeSignal
  private let state = NIOLockedValueBox(State())

  private struct State {
    var queues = DeliveryQueues()
    var settlements: [CallbackSettlement] = []
    var isStopping = false
    /// The receiver that the last look ended with.
    var lastHost = ""
    var nextCleaning: Duration = .zero
  }

  private var store: any Store { gateway.store }
  private var time: any TimeSource { gateway.time }
  private var wake: WakeSignal { gateway.callbackWake }

  /// - Parameters:
  ///   - gateway: reads the records, and raises a signal where a callback may have become due.
  ///   - transport: posts.
  ///   - secrets: what is posted is signed with them.
  init(gateway: Gateway, transport: any CallbackTransport, secrets: SigningSecrets) {
    self.gateway = gateway
    self.transport = transport
    self.secrets = secrets
    stop = WakeSignal(time: gateway.time)
  }

  /// Delivers until the service is shut down. What is under way then has a moment to end; what has not is found again at the next
  /// start.
  func run() async throws {
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        while !Task.isCancelled, !state.withLockedValue({ $0.isStopping }) {
          let nextLook = await look()
          for callback in takeTurns() { group.addTask { await self.deliver(callback) } }
          await wake.wait(untilUptime: nextLook)
          await stop.wait(untilUptime: time.uptime() + Self.pause)
        }
        await awaitPosts()
        group.cancelAll()
      }
    } onGracefulShutdown: {
      self.state.withLockedValue { $0.isStopping = true }
      self.stop.raise()
      self.wake.raise()
    }
    await settle()
  }

  private func awaitPosts() async {
    let deadline = time.uptime() + Self.grace
    while !Task.isCancelled, state.withLockedValue({ $0.queues.posts }) > 0, time.uptime() < deadline {
      await wake.wait(untilUptime: deadline)
    }
  }

  // MARK: The outbox

  /// Writes down what has ended, and fetches what is due.
  ///
  /// - Returns: when to look again.
  private func look() async -> Duration {
    guard await settle() else { return time.uptime() + Self.pauseAfterFailure }
    do {
      // What becomes due from here on is next, also where that is before the question is asked.
      let now = time.now()
      let uptime = time.uptime()
      try await fetch()
      try await clean()
      let next = try await store.nextCallback(after: now)
      return uptime + min(next.map { $0.since(now) } ?? Self.longestPause, Self.longestPause)
    } catch {
      gateway.logger.error("the callbacks' outbox cannot be read", metadata: ["error": "\(error)"])
      return time.uptime() + Self.pauseAfterFailure
    }
  }

  /// Goes on with the receiver after the last, so that none is always the first.
  private func fetch() async throws(StoreError) {
    var after = state.withLockedValue(\.lastHost)
    var beginsAnew = !after.isEmpty
    defer { state.withLockedValue { [after] in $0.lastHost = after } }
    while true {
      let (room, roomOf) = state.withLockedValue { ($0.queues.room, $0.queues.roomOf) }
      guard room > 0 else { return }
      let now = time.now()
      let taken = try await store.takeCallbacks(
        CallbackTake(
          at: now, leasedUntil: now + Self.lease, after: after, limit: room, room: DeliveryQueues.perReceiver, roomOf: roomOf))
      state.withLockedValue { $0.queues.add(taken.callbacks) }
      after = taken.last ?? ""
      if after.isEmpty {
        guard beginsAnew else { return }
        beginsAnew = false
      }
    }
  }

  /// - Returns: whether all is written down.
  @discardableResult
  private func settle() async -> Bool {
    let settlements = state.withLockedValue { state in
      defer { state.settlements = [] }
      return state.settlements
    }
    guard !settlements.isEmpty else { return true }
    do throws(StoreError) {
      try await store.settle(settlements)
      return true
    } catch {
      gateway.logger.error("what became of callbacks cannot be written down", metadata: ["error": "\(error)"])
      state.withLockedValue { $0.settlements = settlements + $0.settlements }
      return false
    }
  }

  /// Removes what ended long ago, a step at a time.
  private func clean() async throws(StoreError) {
    guard time.uptime() >= state.withLockedValue(\.nextCleaning) else { return }
    let removed = try await store.removeCallbacks(endedBefore: time.now() - Self.memory, limit: Self.cleaningStep)
    let pause = removed < Self.cleaningStep ? Self.cleaningInterval : .zero
    state.withLockedValue { $0.nextCleaning = time.uptime() + pause }
    if pause == .zero { wake.raise() }
  }

  // MARK: Posting

  private func takeTurns() -> [Callback] {
    state.withLockedValue { state in
      var callbacks: [Callback] = []
      while let callback = state.queues.next() { callbacks.append(callback) }
      return callbacks
    }
  }

  /// Delivers a callback, and then whatever has its turn.
  private func deliver(_ first: Callback) async {
    var next: Callback? = first
    while let callback = next {
      let (outcome, answer) = await attempt(callback)
      next = state.withLockedValue { state in
        state.queues.end(callback, answer)
        // What was broken off is tried again by the next run.
        guard !Task.isCancelled else { return nil }
        state.settlements.append(CallbackSettlement(callback, outcome, at: time.now()))
        return state.isStopping ? nil : state.queues.next()
      }
      wake.raise()
    }
  }

  private func attempt(_ callback: Callback) async -> (CallbackSettlement.Outcome, DeliveryQueues.Answer) {
    let ticket = JobTicket(generation: callback.generation, serial: callback.serial)
    let jobID = gateway.tickets.jobID(generation: callback.generation, serial: callback.serial, key: callback.key)
    let record: JSONObject?
    do {
      record = try await gateway.record(
        of: ticket, jobID: jobID, keyName: gateway.keyRing.name(of: callback.key), base: callback.baseURL ?? "")
    } catch {
      return (.postponed(until: time.now() + CallbackPauses.pauses[0]), .taken)
    }
    guard let record else { return (.givenUp(status: nil, reason: "there is no such job any more"), .taken) }
    guard record["status"]?.number?.int64 != JobRecord.running else { return (.early(until: await end(of: callback)), .taken) }
    return await post(CanonicalJSON.encode(.object(record)), of: callback, jobID: jobID)
  }

  /// By when a job that has succeeded shows it, whatever becomes of its files.
  private func end(of callback: Callback) async -> Timestamp {
    let now = time.now()
    let finishedAt = try? await store.generation(callback.generation)?.finishedAt
    return max((finishedAt ?? now) + gateway.policy.mirrorWait, now + Self.pauseAfterFailure)
  }

  private func post(
    _ body: [UInt8], of callback: Callback, jobID: String
  ) async -> (CallbackSettlement.Outcome, DeliveryQueues.Answer) {
    // The same for every try, so that a receiver can tell that it has had it before.
    let id = "msg_" + jobID
    let seconds = time.now().millisecondsSince1970 / 1000
    let signature = secrets.secret(of: callback.key).signature(id: id, seconds: seconds, body: body)
    let outcome = await transport.post(
      CallbackPost(
        url: callback.url,
        headers: [
          .init("webhook-id", id), .init("webhook-timestamp", String(seconds)), .init("webhook-signature", signature),
        ], body: body))
    switch outcome {
    case .delivered(let status):
      return (.delivered(status: status), .taken)
    case .rejected(let status, let retryAfter):
      let reason = "the receiver answered \(status)"
      // RFC 9110 §15.5.11: there is nobody there any more.
      guard status != 410 else { return (giveUp(callback, status: status, reason: reason), .refused) }
      return (again(callback, status: status, reason: reason, retryAfter: retryAfter), .refused)
    case .refused(let reason):
      return (giveUp(callback, status: nil, reason: reason), .none)
    case .notTried(let reason):
      return (later(callback, reason: reason), .taken)
    case .failed(let reason):
      return (again(callback, status: nil, reason: reason, retryAfter: nil), .none)
    }
  }

  private func again(
    _ callback: Callback, status: Int?, reason: String, retryAfter: Duration?
  ) -> CallbackSettlement.Outcome {
    let factor = time.jitter(in: CallbackPauses.jitter)
    guard let next = CallbackPauses.next(after: callback, retryAfter: retryAfter, factor: factor, at: time.now()) else {
      return giveUp(callback, status: status, reason: reason)
    }
    return .again(at: next, status: status, reason: reason)
  }

  /// Puts a post off that was not made. It counts as no try; the patience for all tries is its bound as well.
  private func later(_ callback: Callback, reason: String) -> CallbackSettlement.Outcome {
    let next = time.now() + CallbackPauses.pauses[0] * time.jitter(in: CallbackPauses.jitter)
    let isOver = next > (callback.readyAt ?? callback.createdAt) + CallbackPauses.patience
    return isOver ? giveUp(callback, status: nil, reason: reason) : .postponed(until: next)
  }

  private func giveUp(_ callback: Callback, status: Int?, reason: String) -> CallbackSettlement.Outcome {
    gateway.logger.warning(
      "a callback was given up; tollgate callbacks retry posts it again",
      metadata: [
        "callback": "\(callback.id)", "generation": "\(callback.generation)", "host": "\(callback.host)", "reason": "\(reason)",
      ])
    return .givenUp(status: status, reason: reason)
  }
}
