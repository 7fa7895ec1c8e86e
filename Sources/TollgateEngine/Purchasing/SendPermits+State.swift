import TollgateCore

extension SendPermits {
  /// Whether the upstream may be asked.
  enum Gate {
    case open
    case paused(until: Duration)
    /// One was let through, and the others wait for how it fares.
    case probing
  }

  /// One who waits for a permit.
  struct Waiter {
    let key: KeyID
    let deadline: Duration
    let continuation: CheckedContinuation<Turn, Never>
  }

  /// What one who waited is told, behind the lock.
  typealias Answer = (continuation: CheckedContinuation<Turn, Never>, turn: Turn)

  /// One who was promised a place and is not here yet.
  struct Expected {
    let key: KeyID
    /// Whether it takes the place of another one when it comes. Until then its purchase may still fail, and nobody has left for it.
    let displaces: Bool
  }

  /// Who has permits and who waits for one. In the queue are those who wait, and those who were promised a place and are not here
  /// yet: the room is the same for both, and a permit that becomes free goes to the first who is here.
  struct State {
    private var permits: Int
    private(set) var out = 0
    private(set) var gate = Gate.open
    var breaker: CircuitBreaker
    /// Whether nobody gets a permit any more.
    var isClosed = false
    private var lastID: FairQueue.ID = 0
    private var queue: FairQueue
    private(set) var waiters: [FairQueue.ID: Waiter] = [:]
    private var expected: [FairQueue.ID: Expected] = [:]

    init(permits: Int, queueSize: Int, breaker: BreakerPolicy) {
      self.permits = permits
      self.breaker = CircuitBreaker(breaker, permits: permits)
      queue = FairQueue(capacity: queueSize)
    }
  }
}

extension SendPermits.State {
  /// Whether time alone lets the next one through.
  var isPaused: Bool { pauseEnd() != nil }

  private var free: Int { max(0, permits - out) }

  /// The end of the pauses that there are for a key, without a key for anybody but the breaker's suspect.
  private func pauseEnd(for key: KeyID? = nil) -> Duration? {
    var end = breaker.pauseEnd(for: key)
    if case .paused(let until) = gate { end = max(end ?? until, until) }
    return end
  }

  /// When time alone lets the next one through who waits; `nil` where it does not.
  var nextTurn: Duration? {
    if case .probing = gate { return nil }
    guard isPaused, !waiters.isEmpty, free > 0 else { return nil }
    let suspect = breaker.suspect
    let key = suspect == nil || waiters.values.contains { $0.key != suspect } ? nil : suspect
    guard let end = pauseEnd(for: key), breaker.room(for: key, at: end) > 0 else { return nil }
    return end
  }

  /// How many of those who come need not wait.
  private var immediate: Int {
    guard case .open = gate, breaker.pauseEnd() == nil else { return 0 }
    return min(free, breaker.room(at: .zero))
  }

  func isFull(for key: KeyID) -> Bool { !queue.hasRoom(for: key, beyond: immediate) }

  func remainingPause(at now: Duration) -> Duration? {
    guard case .paused(let until) = gate, until > now else { return nil }
    return until - now
  }

  /// A name for one in the queue.
  mutating func nextID() -> FairQueue.ID {
    lastID += 1
    return lastID
  }

  /// Takes a place for one who is not here yet.
  ///
  /// - Returns: the place; `nil` where there is none.
  mutating func reserve(for key: KeyID) -> FairQueue.ID? {
    guard queue.hasRoom(for: key, beyond: immediate) else { return nil }
    let id = nextID()
    expected[id] = SendPermits.Expected(key: key, displaces: queue.isFull(beyond: immediate))
    queue.insert(id, of: key)
    return id
  }

  /// Gives a place up for which nobody comes any more.
  mutating func giveUp(_ place: FairQueue.ID) {
    guard let gone = expected.removeValue(forKey: place) else { return }
    queue.remove(place, of: gone.key)
  }

  /// What need not wait: a permit that is free, a pause that outlasts the deadline, a place that somebody else has got meanwhile.
  /// Whoever has a turn has no place any more.
  mutating func immediateTurn(
    for key: KeyID, in place: FairQueue.ID?, at now: Duration, deadline: Duration
  ) -> SendPermits.Turn? {
    let turn = immediateTurn(for: key, isDisplaced: place.map { expected[$0] == nil } ?? false, at: now, deadline: deadline)
    if turn != nil, let place { giveUp(place) }
    return turn
  }

  private mutating func immediateTurn(
    for key: KeyID, isDisplaced: Bool, at now: Duration, deadline: Duration
  ) -> SendPermits.Turn? {
    guard !isClosed, !isDisplaced else { return .refused }
    if let pause = remainingPause(at: now), now + pause > deadline { return .refused }
    if let end = breaker.pauseEnd(for: key), end > deadline { return .unreachable }
    // Who has waited longer comes first.
    return waiters.isEmpty ? grant(to: key, at: now) : nil
  }

  /// One permit, where one is free and the upstream may be asked.
  private mutating func grant(to key: KeyID, at now: Duration) -> SendPermits.Turn? {
    guard isOpen(at: now), let pass = breaker.letThrough(key, at: now) else { return nil }
    out += 1
    var isProbe = false
    if case .paused = gate {
      isProbe = true
      gate = .probing
    }
    return .granted(SendPermits.Permit(isProbe: isProbe, pass: pass))
  }

  /// Whether a permit is free, and no pause that the upstream asked for forbids that it is used.
  private func isOpen(at now: Duration) -> Bool {
    guard free > 0 else { return false }
    return switch gate {
    case .open: true
    case .paused(let until): until <= now
    case .probing: false
    }
  }

  /// Gives the free permits to those whose turn it is.
  mutating func grants(at now: Duration) -> [SendPermits.Answer] {
    var answers: [SendPermits.Answer] = []
    while !waiters.isEmpty, isOpen(at: now), breaker.room(at: now) > 0,
      let id = queue.popFirst(where: { waiters[$0].map { breaker.room(for: $0.key, at: now) > 0 } ?? false }),
      let waiter = waiters.removeValue(forKey: id)
    {
      answers.append((waiter.continuation, grant(to: waiter.key, at: now) ?? .refused))
    }
    return answers
  }

  /// Goes by other settings from now on.
  ///
  /// - Returns: those whose turn it is by that.
  mutating func change(permits: Int, queueSize: Int, breaker: BreakerPolicy, at now: Duration) -> [SendPermits.Answer] {
    self.permits = permits
    self.breaker.change(breaker, permits: permits)
    queue.capacity = queueSize
    return grants(at: now)
  }

  /// Takes a permit back, with what its call showed.
  ///
  /// - Returns: those whose wait is over by it.
  mutating func release(_ permit: SendPermits.Permit, after finding: SendPermits.Finding, at now: Duration) -> [SendPermits
    .Answer]
  {
    out -= 1
    breaker.end(permit.pass, at: now)
    let isProbe = permit.isProbe
    var answers: [SendPermits.Answer] = []
    switch (finding, gate) {
    case (.throttled(let pause), _):
      answers = self.pause(until: now + min(pause, SendPermits.longestPause), at: now)
    case (.open, .probing) where isProbe:
      gate = .open
    case (.nothing, .probing) where isProbe:
      // Somebody else has to find out.
      gate = .paused(until: now)
    default:
      break
    }
    return answers + grants(at: now)
  }

  /// Notes how a try went.
  ///
  /// - Returns: also those whose wait is over by it: because the pause that begins now outlasts it, or because it is their turn.
  mutating func note(
    _ sign: CircuitBreaker.Sign, of permit: SendPermits.Permit, by key: KeyID, at now: Duration
  ) -> (CircuitBreaker.Turning?, [SendPermits.Answer]) {
    let turning = breaker.note(sign, of: permit.pass, by: key, at: now)
    switch turning {
    case .opened, .stayedOpen:
      let breaker = breaker
      let early = turnAway(.unreachable) { waiter in breaker.pauseEnd(for: waiter.key).map { waiter.deadline < $0 } ?? false }
      return (turning, early)
    case .answeredAgain, nil:
      return (turning, grants(at: now))
    }
  }

  /// Lets one wait in the place that it has, or in a new one.
  ///
  /// - Returns: who does not wait any more: the newcomer, or the one in whose place it is.
  mutating func wait(_ id: FairQueue.ID, _ waiter: SendPermits.Waiter) -> SendPermits.Answer? {
    if let promised = expected.removeValue(forKey: id) {
      waiters[id] = waiter
      return promised.displaces && queue.isFull(beyond: 1) ? queue.removeNewestOfLongest().flatMap { displaced($0) } : nil
    }
    switch queue.add(id, of: waiter.key) {
    case .queued:
      waiters[id] = waiter
      return nil
    case .displaced(let other):
      waiters[id] = waiter
      return displaced(other)
    case .refused:
      return (waiter.continuation, .refused)
    }
  }

  /// Takes one who waits out of the queue.
  mutating func leave(_ id: FairQueue.ID) -> SendPermits.Waiter? {
    guard let waiter = waiters.removeValue(forKey: id) else { return nil }
    queue.remove(id, of: waiter.key)
    return waiter
  }

  /// Those who do not wait any more, of those who are meant.
  mutating func turnAway(
    _ turn: SendPermits.Turn, where isMeant: (SendPermits.Waiter) -> Bool
  ) -> [SendPermits.Answer] {
    waiters.filter { isMeant($0.value) }.keys.sorted().compactMap { id in leave(id).map { ($0.continuation, turn) } }
  }

  /// What one is told who was taken out of the queue for another one. Who is not here yet will find out.
  private mutating func displaced(_ id: FairQueue.ID) -> SendPermits.Answer? {
    expected.removeValue(forKey: id)
    return waiters.removeValue(forKey: id).map { ($0.continuation, .refused) }
  }

  /// Lets nobody through for a while, and turns those away whose deadline comes first. A pause never becomes shorter.
  private mutating func pause(until end: Duration, at now: Duration) -> [SendPermits.Answer] {
    var end = end
    if case .paused(let until) = gate { end = max(end, until) }
    gate = .paused(until: end)
    return turnAway(.refused) { $0.deadline < end }
  }
}
