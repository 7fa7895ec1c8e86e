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
  /// How long what was taken is nobody else's: longer than a lane's share takes whose receiver never answers.
  static let lease: Duration = .seconds(900)
  /// How long posts may go on when the gateway shuts down.
  static let grace: Duration = .seconds(3)
  /// How long callbacks are kept after their end.
  static let memory: Duration = .seconds(30 * 86_400)
  /// How often older ones are removed.
  static let cleaningInterval: Duration = .seconds(3600)
  /// How many are removed in one transaction.
  static let cleaningStep = 500

  let gateway: Gateway
  let transport: any CallbackTransport
  let secrets: SigningSecrets
  private let measures: CallbackMeasures
  private let stop: WakeSignal
  private let state = NIOLockedValueBox(State())

  private struct State {
    var queues = DeliveryQueues()
    var settlements: [CallbackSettlement] = []
    var isStopping = false
    /// The receiver of each key that the last look ended with.
    var lastReceivers: [KeyID: String] = [:]
    /// The key that the last look ended with.
    var lastKey: KeyID?
    var clockWatch = ClockWatch()
    var nextCleaning: Duration = .zero
  }

  var store: any Store { gateway.store }
  var time: any TimeSource { gateway.time }
  private var wake: WakeSignal { gateway.callbackWake }

  /// - Parameters:
  ///   - gateway: reads the records, and raises a signal where a callback may have become due.
  ///   - transport: posts.
  ///   - secrets: what is posted is signed with them.
  ///   - measures: told what became of each.
  init(gateway: Gateway, transport: any CallbackTransport, secrets: SigningSecrets, measures: CallbackMeasures) {
    self.gateway = gateway
    self.transport = transport
    self.secrets = secrets
    self.measures = measures
    stop = WakeSignal(time: gateway.time)
  }

  /// Delivers until the service is shut down. What is under way then has a moment to end; what has not is found again at the
  /// next start.
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
      try await mendClock()
      // The gateway of which the backup is may have posted them, and may do so still. Accepting raises the signal.
      let isHeld = gateway.restoreHold.pending != nil
      if !isHeld { try await fetch() }
      try await clean()
      if isHeld { return uptime + Self.longestPause }
      let next = try await store.nextCallback(after: now)
      return uptime + min(next.map { $0.since(now) } ?? Self.longestPause, Self.longestPause)
    } catch {
      gateway.logger.error("the callbacks' outbox cannot be read", metadata: ["error": "\(error)"])
      return time.uptime() + Self.pauseAfterFailure
    }
  }

  /// Lets nothing wait for a clock that was set back.
  private func mendClock() async throws(StoreError) {
    let (now, uptime) = (time.now(), time.uptime())
    if let step = state.withLockedValue({ $0.clockWatch.step(now: now, uptime: uptime) }) {
      try await store.pullCallbacksIn(by: step, latest: now + CallbackPauses.longest, at: now)
    }
    state.withLockedValue { $0.clockWatch.note(now: now, uptime: uptime) }
  }

  private func fetch() async throws(StoreError) {
    let now = time.now()
    let take = state.withLockedValue { state in
      CallbackTake(
        at: now, leasedUntil: now + Self.lease, limit: state.queues.room, heldOf: state.queues.heldOf,
        room: DeliveryQueues.perLane, roomOf: state.queues.roomOf, after: state.lastReceivers,
        afterKey: state.lastKey)
    }
    guard take.limit > 0 else { return }
    let taken = try await store.takeCallbacks(take)
    state.withLockedValue { state in
      state.queues.add(taken.callbacks)
      state.lastKey = taken.lastKey
      // A key that had its share already goes on where it was.
      state.lastReceivers = take.after.filter { take.heldOf[$0.key] != nil }.merging(taken.last) { _, new in new }
    }
    if taken.isCutShort { wake.raise() }
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
      measures.note(outcome)
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
}
