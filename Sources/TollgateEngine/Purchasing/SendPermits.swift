import NIOConcurrencyHelpers
import TollgateCore

/// Bounds the create calls in flight: so many at once, so many waiting, none longer than a deadline, the keys in turns. When the
/// upstream asks to be left alone nobody gets a permit for that long, then a single one, and the others when that has gone well.
/// While it is not there, or not well, the ``CircuitBreaker`` says how many get one.
final class SendPermits: Sendable {
  /// What came of asking for a permit.
  enum Turn: Sendable, Equatable {
    /// It has to be given back.
    case granted(Permit)
    /// The queue is full, the wait was too long, or a pause outlasts it. Nothing is given back.
    case refused
    /// The upstream is not there, for longer than may be waited. Nothing is given back.
    case unreachable
  }

  /// What lets one create call through.
  struct Permit: Sendable, Equatable {
    /// Whether it is the single one after a pause that the upstream asked for.
    let isProbe: Bool
    let pass: CircuitBreaker.Pass
  }

  /// What a create call showed about the upstream.
  enum Finding: Sendable, Equatable {
    /// It may be asked.
    case open
    /// It asked to be left alone for so long.
    case throttled(Duration)
    /// Nothing: no create was sent.
    case nothing
  }

  /// The longest pause, whatever the upstream asks for.
  static let longestPause: Duration = .seconds(3600)

  private let state: NIOLockedValueBox<State>
  private let time: any TimeSource
  private let pauseChanged: WakeSignal

  init(permits: Int, queueSize: Int, breaker: BreakerPolicy = BreakerPolicy(), time: any TimeSource) {
    state = NIOLockedValueBox(State(permits: permits, queueSize: queueSize, breaker: breaker))
    self.time = time
    pauseChanged = WakeSignal(time: time)
  }

  /// How long the upstream still wants to be left alone; `nil` where it may be asked.
  var pause: Duration? {
    let now = time.uptime()
    return state.withLockedValue { $0.remainingPause(at: now) }
  }

  /// Whether creates are held back because the upstream is not there.
  var outage: UpstreamOutage {
    let now = time.uptime()
    return state.withLockedValue { UpstreamOutage($0.breaker, at: now) }
  }

  /// How long nobody new of a key should ask for a purchase, because the upstream is not there; `nil` where one may.
  func outagePause(for key: KeyID) -> Duration? {
    let now = time.uptime()
    return state.withLockedValue { $0.breaker.refusal(of: key, at: now) }
  }

  /// Whether one of this key would be turned away now, for want of a place in the queue.
  func isFull(for key: KeyID) -> Bool { state.withLockedValue { $0.isFull(for: key) } }

  /// Takes a place in the queue for one of this key that is not here yet.
  ///
  /// - Returns: the place; `nil` where the queue is full.
  func reservePlace(for key: KeyID) -> FairQueue.ID? { state.withLockedValue { $0.reserve(for: key) } }

  /// Gives a place up for which nobody comes after all.
  func giveUp(_ place: FairQueue.ID) { state.withLockedValue { $0.giveUp(place) } }

  /// How many permits are out.
  var outCount: Int { state.withLockedValue(\.out) }

  /// How many wait.
  var waitingCount: Int { state.withLockedValue { $0.waiters.count } }

  /// Takes a permit, waiting for one until `deadline` where necessary: in the place that was reserved, else behind the others.
  func acquire(for key: KeyID, in place: FairQueue.ID? = nil, until deadline: Duration) async -> Turn {
    let now = time.uptime()
    if let turn = state.withLockedValue({ $0.immediateTurn(for: key, in: place, at: now, deadline: deadline) }) { return turn }
    return await withTaskGroup(of: Turn.self) { group in
      group.addTask { await self.turn(for: key, in: place, until: deadline) }
      group.addTask {
        try? await self.time.sleep(untilUptime: deadline)
        return .refused
      }
      // Both are awaited: a turn that came in the same moment as the deadline is a turn.
      var turn = Turn.refused
      for await result in group {
        if result != .refused { turn = result }
        group.cancelAll()
      }
      return turn
    }
  }

  /// Gives a permit back, and says what its call showed.
  func release(_ permit: Permit, after finding: Finding) {
    let now = time.uptime()
    let (answers, isPaused) = state.withLockedValue { ($0.release(permit, after: finding, at: now), $0.isPaused) }
    for answer in answers { answer.continuation.resume(returning: answer.turn) }
    // Also where the pause began while this permit was out: only now is there one for whoever comes at its end.
    if isPaused { pauseChanged.raise() }
  }

  /// Notes how a try of a key's create went that was made under a permit.
  ///
  /// - Returns: what has changed by it for all.
  func note(_ sign: CircuitBreaker.Sign, of permit: Permit, by key: KeyID) -> CircuitBreaker.Turning? {
    let now = time.uptime()
    let (turning, answers) = state.withLockedValue { $0.note(sign, of: permit, by: key, at: now) }
    for answer in answers { answer.continuation.resume(returning: answer.turn) }
    switch turning {
    case .opened, .stayedOpen: pauseChanged.raise()
    case .answeredAgain, nil: break
    }
    return turning
  }

  /// Notes that the upstream has answered a question about a job.
  func noteAnsweredQuestion() {
    let now = time.uptime()
    let answers = state.withLockedValue { state -> [Answer] in
      guard state.breaker.pauseEnd().map({ $0 > now }) == true else { return [] }
      state.breaker.noteAnsweredQuestion(at: now)
      return state.grants(at: now)
    }
    for answer in answers { answer.continuation.resume(returning: answer.turn) }
  }

  /// Whether the holder of a permit who has sent nothing may try again at once.
  func mayTryAgain(_ permit: Permit) -> Bool { state.withLockedValue { $0.breaker.mayTryAgain(permit.pass) } }

  /// Goes by other settings from now on. What is out beyond them comes back; who waits beyond them waits on.
  func change(permits: Int, queueSize: Int, breaker: BreakerPolicy) {
    let now = time.uptime()
    let (answers, isPaused) = state.withLockedValue {
      ($0.change(permits: permits, queueSize: queueSize, breaker: breaker, at: now), $0.isPaused)
    }
    for answer in answers { answer.continuation.resume(returning: answer.turn) }
    if isPaused { pauseChanged.raise() }
  }

  /// Turns everybody away from now on, those who wait included. Permits that are out are given back as ever.
  func close() {
    let answers = state.withLockedValue { state in
      state.isClosed = true
      return state.turnAway(.refused) { _ in true }
    }
    for answer in answers { answer.continuation.resume(returning: answer.turn) }
  }

  /// Lets the first one through when a pause is over, until the task is cancelled.
  func watchPauses() async {
    while !Task.isCancelled {
      await pauseChanged.wait(untilUptime: state.withLockedValue(\.nextTurn))
      let now = time.uptime()
      for answer in state.withLockedValue({ $0.grants(at: now) }) { answer.continuation.resume(returning: answer.turn) }
    }
  }

  /// Waits for a permit until the task is cancelled.
  private func turn(for key: KeyID, in place: FairQueue.ID?, until deadline: Duration) async -> Turn {
    let id = place ?? state.withLockedValue { $0.nextID() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let now = time.uptime()
        let (answer, isPaused) = state.withLockedValue { state -> (Answer?, Bool) in
          if Task.isCancelled {
            state.giveUp(id)
            return ((continuation, .refused), false)
          }
          if let turn = state.immediateTurn(for: key, in: place, at: now, deadline: deadline) {
            return ((continuation, turn), false)
          }
          return (state.wait(id, Waiter(key: key, deadline: deadline, continuation: continuation)), state.isPaused)
        }
        if let answer { answer.continuation.resume(returning: answer.turn) }
        // While nobody waited, the end of the pause had nobody to wake. It may have come in this moment.
        if isPaused { pauseChanged.raise() }
      }
    } onCancel: {
      let waiter = state.withLockedValue { $0.leave(id) }
      waiter?.continuation.resume(returning: .refused)
    }
  }
}
