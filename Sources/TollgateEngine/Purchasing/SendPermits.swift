import NIOConcurrencyHelpers
import TollgateCore

/// Bounds the create calls in flight: so many at once, so many waiting, none longer than a deadline, the keys in turns. When the
/// upstream asks to be left alone nobody gets a permit for that long, then a single one, and the others when that has gone well.
final class SendPermits: Sendable {
  /// What came of asking for a permit.
  enum Turn: Sendable, Equatable {
    /// It has to be given back. `isProbe` for the single one after a pause.
    case granted(isProbe: Bool)
    /// The queue was full, the wait too long, or a pause outlasts it: then `retryAfter` says how long. Nothing is given back.
    case refused(retryAfter: Duration?)
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

  fileprivate enum Gate {
    case open
    case paused(until: Duration)
    /// One was let through, and the others wait for how it fares.
    case probing
  }

  fileprivate struct Waiter {
    let key: KeyID
    let deadline: Duration
    let continuation: CheckedContinuation<Turn, Never>
  }

  fileprivate struct State {
    var free: Int
    var gate = Gate.open
    /// Whether nobody gets a permit any more.
    var isClosed = false
    var lastWaiter: FairQueue.ID = 0
    var queue: FairQueue
    var waiters: [FairQueue.ID: Waiter] = [:]
    /// How many were told that there is room, and are not here yet.
    var coming: [KeyID: Int] = [:]
    var comingCount = 0
  }

  fileprivate typealias Answer = (continuation: CheckedContinuation<Turn, Never>, turn: Turn)

  /// The longest pause, whatever the upstream asks for.
  static let longestPause: Duration = .seconds(3600)

  private let permits: Int
  private let state: NIOLockedValueBox<State>
  private let time: any TimeSource
  private let pauseChanged: WakeSignal

  init(permits: Int, queueSize: Int, time: any TimeSource) {
    self.permits = permits
    state = NIOLockedValueBox(State(free: permits, queue: FairQueue(capacity: queueSize)))
    self.time = time
    pauseChanged = WakeSignal(time: time)
  }

  /// How long the upstream still wants to be left alone; `nil` where it may be asked.
  var pause: Duration? {
    let now = time.uptime()
    return state.withLockedValue { $0.remainingPause(at: now) }
  }

  /// Whether one of this key would be turned away now, for want of a place in the queue.
  func isFull(for key: KeyID) -> Bool { state.withLockedValue { $0.isFull(for: key) } }

  /// Lets one of this key come, unless the queue will be full; it counts as one who waits until it ``arrive(of:)``s.
  fileprivate func letCome(of key: KeyID) -> Bool {
    state.withLockedValue { state in
      guard !state.isFull(for: key) else { return false }
      state.coming[key, default: 0] += 1
      state.comingCount += 1
      return true
    }
  }

  /// One that was let come is here, or does not come after all.
  fileprivate func arrive(of key: KeyID) {
    state.withLockedValue { state in
      guard let coming = state.coming[key] else { return }
      state.coming[key] = coming > 1 ? coming - 1 : nil
      state.comingCount -= 1
    }
  }

  /// How many permits are out.
  var outCount: Int { permits - state.withLockedValue(\.free) }

  /// How many wait.
  var waitingCount: Int { state.withLockedValue { $0.waiters.count } }

  /// Takes a permit, waiting for one until `deadline` where necessary.
  func acquire(for key: KeyID, until deadline: Duration) async -> Turn {
    let now = time.uptime()
    if let turn = state.withLockedValue({ $0.immediateTurn(at: now, deadline: deadline) }) { return turn }
    return await withTaskGroup(of: Turn.self) { group in
      group.addTask { await self.turn(for: key, until: deadline) }
      group.addTask {
        try? await self.time.sleep(untilUptime: deadline)
        return .refused(retryAfter: nil)
      }
      // Both are awaited: a turn that came in the same moment as the deadline is a turn.
      var turn = Turn.refused(retryAfter: nil)
      for await result in group {
        if case .granted = result { turn = result }
        if case .refused(.some) = result, case .refused(nil) = turn { turn = result }
        group.cancelAll()
      }
      return turn
    }
  }

  /// Gives a permit back, and says what its call showed.
  func release(isProbe: Bool, after finding: Finding) {
    let now = time.uptime()
    let answers = state.withLockedValue { state -> [Answer] in
      state.free += 1
      var answers: [Answer] = []
      switch (finding, state.gate) {
      case (.throttled(let pause), _):
        answers = state.pause(until: now + min(pause, Self.longestPause), at: now)
      case (.open, .probing) where isProbe:
        state.gate = .open
      case (.nothing, .probing) where isProbe:
        // Somebody else has to find out.
        state.gate = .paused(until: now)
      default:
        break
      }
      return answers + state.grants(at: now)
    }
    for answer in answers { answer.continuation.resume(returning: answer.turn) }
    if case .throttled = finding { pauseChanged.raise() }
  }

  /// Turns everybody away from now on, those who wait included. Permits that are out are given back as ever.
  func close() {
    let answers = state.withLockedValue { state in
      state.isClosed = true
      return state.turnAway(where: { _ in true }, retryAfter: nil)
    }
    for answer in answers { answer.continuation.resume(returning: answer.turn) }
  }

  /// Lets the first one through when a pause is over, until the task is cancelled.
  func watchPauses() async {
    while !Task.isCancelled {
      let deadline = state.withLockedValue { state -> Duration? in
        guard case .paused(let until) = state.gate, !state.waiters.isEmpty else { return nil }
        return until
      }
      await pauseChanged.wait(untilUptime: deadline)
      let now = time.uptime()
      for answer in state.withLockedValue({ $0.grants(at: now) }) { answer.continuation.resume(returning: answer.turn) }
    }
  }

  /// Waits for a permit until the task is cancelled.
  private func turn(for key: KeyID, until deadline: Duration) async -> Turn {
    let id = state.withLockedValue { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let now = time.uptime()
        let (answer, isPaused) = state.withLockedValue { state -> (Answer?, Bool) in
          if Task.isCancelled { return ((continuation, .refused(retryAfter: nil)), false) }
          if let turn = state.immediateTurn(at: now, deadline: deadline) { return ((continuation, turn), false) }
          return (state.wait(id, Waiter(key: key, deadline: deadline, continuation: continuation)), state.isPaused)
        }
        if let answer { answer.continuation.resume(returning: answer.turn) }
        // While nobody waited, the end of the pause had nobody to wake. It may have come in this moment.
        if isPaused { pauseChanged.raise() }
      }
    } onCancel: {
      let waiter = state.withLockedValue { $0.leave(id) }
      waiter?.continuation.resume(returning: .refused(retryAfter: nil))
    }
  }
}

extension SendPermits {
  /// The place of one purchase between the decision about it and its wait for a permit. Without it all that are decided in one
  /// transaction would find the same room, and those for whom there is none would have been written down for nothing.
  final class Place: Sendable {
    private let permits: SendPermits
    private let key: KeyID
    private let isTaken = NIOLockedValueBox(false)

    init(in permits: SendPermits, of key: KeyID) {
      self.permits = permits
      self.key = key
    }

    /// Takes the place, once however often it is asked: a writer that has to begin its transaction anew asks again.
    ///
    /// - Returns: whether there is room.
    func take() -> Bool {
      isTaken.withLockedValue { isTaken in
        if !isTaken { isTaken = permits.letCome(of: key) }
        return isTaken
      }
    }

    /// Gives it up: whoever has it waits now, or does not come after all. Without a place it does nothing.
    func leave() {
      isTaken.withLockedValue { isTaken in
        if isTaken { permits.arrive(of: key) }
        isTaken = false
      }
    }
  }
}

extension SendPermits.State {
  fileprivate var isPaused: Bool { if case .paused = gate { true } else { false } }

  fileprivate func isFull(for key: KeyID) -> Bool {
    // With nobody in front of it, it need not wait where a permit is free.
    var freeNow = 0
    if case .open = gate, queue.count == 0 { freeNow = free }
    return !queue.hasRoom(for: key, behind: comingCount - freeNow, ofKey: coming[key] ?? 0)
  }

  fileprivate func remainingPause(at now: Duration) -> Duration? {
    guard case .paused(let until) = gate, until > now else { return nil }
    return until - now
  }

  /// What need not wait: a permit that is free, and a pause that outlasts the deadline.
  fileprivate mutating func immediateTurn(at now: Duration, deadline: Duration) -> SendPermits.Turn? {
    guard !isClosed else { return .refused(retryAfter: nil) }
    if let pause = remainingPause(at: now), now + pause > deadline { return .refused(retryAfter: pause) }
    // Who has waited longer comes first.
    return queue.count == 0 ? grant(at: now) : nil
  }

  /// One permit, where one is free and the upstream may be asked.
  private mutating func grant(at now: Duration) -> SendPermits.Turn? {
    guard free > 0 else { return nil }
    switch gate {
    case .open:
      free -= 1
      return .granted(isProbe: false)
    case .paused(let until) where until <= now:
      free -= 1
      gate = .probing
      return .granted(isProbe: true)
    case .paused, .probing:
      return nil
    }
  }

  /// Gives the free permits to those whose turn it is.
  fileprivate mutating func grants(at now: Duration) -> [SendPermits.Answer] {
    var answers: [SendPermits.Answer] = []
    while queue.count > 0, let turn = grant(at: now) {
      guard let id = queue.popFirst(), let waiter = waiters.removeValue(forKey: id) else { break }
      answers.append((waiter.continuation, turn))
    }
    return answers
  }

  /// - Returns: who does not wait any more: the newcomer, or the one in whose place it is.
  fileprivate mutating func wait(_ id: FairQueue.ID, _ waiter: SendPermits.Waiter) -> SendPermits.Answer? {
    switch queue.add(id, of: waiter.key) {
    case .queued:
      waiters[id] = waiter
      return nil
    case .displaced(let other):
      waiters[id] = waiter
      return waiters.removeValue(forKey: other).map { ($0.continuation, .refused(retryAfter: nil)) }
    case .refused:
      return (waiter.continuation, .refused(retryAfter: nil))
    }
  }

  fileprivate mutating func leave(_ id: FairQueue.ID) -> SendPermits.Waiter? {
    guard let waiter = waiters.removeValue(forKey: id) else { return nil }
    queue.remove(id, of: waiter.key)
    return waiter
  }

  /// Lets nobody through for a while, and turns those away whose deadline comes first. A pause never becomes shorter.
  fileprivate mutating func pause(until end: Duration, at now: Duration) -> [SendPermits.Answer] {
    var end = end
    if case .paused(let until) = gate { end = max(end, until) }
    gate = .paused(until: end)
    return turnAway(where: { $0.deadline < end }, retryAfter: end - now)
  }

  /// Takes waiters out in the order of their coming, so that a run can be repeated.
  fileprivate mutating func turnAway(
    where isMeant: (SendPermits.Waiter) -> Bool, retryAfter: Duration?
  ) -> [SendPermits.Answer] {
    waiters.filter { isMeant($0.value) }.keys.sorted().compactMap { id in
      leave(id).map { ($0.continuation, .refused(retryAfter: retryAfter)) }
    }
  }
}
