import TollgateCore

/// Holds creates back while the upstream is not there, or not well: after so many failures in a row none is sent for a while,
/// then a single one finds out, and when it is answered the others follow, twice as many each time.
///
/// It is one for all keys. Where all that has failed was one key's, the trouble may be with what that key buys: it waits a little
/// longer after each pause, so that a create of another key finds out first.
///
/// Every create that fails may be money of which nobody knows where it went. So none is made up to find out: what is sent is
/// always what somebody wants. It is pure; ``SendPermits`` asks it, and tells it what happened.
///
/// ```
/// closed ──failures in a row──▶ open ──pause over──▶ probing ──answered──▶ ramping ──as many as may──▶ closed
///                                ▲ ◀──────failed──────────┘ ◀──failures in a row──┘
/// ```
struct CircuitBreaker: Sendable {
  enum State: Sendable, Equatable {
    case closed
    /// Nothing is sent before this uptime.
    case open(until: Duration)
    /// One was let through, and all others wait for how it fares.
    case probing
    /// So many may be under way.
    case ramping(limit: Int)
  }

  /// What a try of a create, or a question about a job, showed.
  enum Sign: Sendable, Equatable {
    /// The upstream answered for itself, whatever it said.
    case answered
    /// Nothing could be sent.
    case unreachable
    /// It was sent, and no usable answer came.
    case unwell
  }

  /// What a sign has changed.
  enum Turning: Sendable, Equatable {
    /// Nothing is sent any more, for so long.
    case opened(Duration)
    /// The one who was to find out has failed, and nothing is sent for so long again.
    case stayedOpen(Duration)
    /// The one who was to find out was answered.
    case answeredAgain
  }

  /// What lets one create through. What a pass of an earlier period fails at is no news.
  struct Pass: Sendable, Equatable {
    let period: Int
  }

  /// So many answers are enough where hardly anybody wants to buy, and more could be under way than are.
  private static let enoughAlone = 8

  private(set) var state = State.closed
  /// Failures without an answer between them.
  private(set) var failuresInRow = 0
  /// How often it has opened since the start.
  private(set) var openings = 0
  /// The uptime since which not everything is let through; `nil` while it is.
  private(set) var troubledSince: Duration?
  private var policy: BreakerPolicy
  /// How many creates may be under way when everything is well.
  private var permits: Int
  private var period = 0
  private var underWay = 0
  private var nextPause: Duration
  /// Whether the trouble is that nothing can be sent: then an answer to anything shows that it is over.
  private var isUnreachable = false
  /// The one key whose creates all failures in the row were, none of which was answered usably; `nil` where there are several, or
  /// where nothing could be sent.
  private(set) var suspect: KeyID?
  /// Whether answers to questions have shortened a pause already in this trouble. If the create then failed all the same, they
  /// prove nothing.
  private var hasBelievedQuestions = false

  init(_ policy: BreakerPolicy, permits: Int) {
    self.policy = policy
    self.permits = permits
    nextPause = policy.firstPause
  }

  /// Goes by other settings from now on. Without a number of failures it closes.
  mutating func change(_ policy: BreakerPolicy, permits: Int) {
    self.policy = policy
    self.permits = permits
    guard policy.failures == nil, state != .closed else { return }
    enter(.closed)
    noteRecovery()
  }

  /// How many more of a key may be sent now, one after the other; without a key, of anybody but the suspect.
  func room(for key: KeyID? = nil, at now: Duration) -> Int {
    switch state {
    case .closed: .max
    case .open(let until): end(of: until, for: key) <= now ? 1 : 0
    case .probing: 0
    case .ramping(let limit): max(0, limit - underWay)
    }
  }

  /// The end of the pause for a key, without a key for anybody but the suspect; `nil` where there is none.
  func pauseEnd(for key: KeyID? = nil) -> Duration? {
    if case .open(let until) = state { end(of: until, for: key) } else { nil }
  }

  private func end(of pause: Duration, for key: KeyID?) -> Duration {
    key != nil && key == suspect ? pause + policy.firstPause : pause
  }

  /// How long a key should not ask for a purchase, that has not done so yet; `nil` where it may. When a pause is over, whoever
  /// comes first finds out.
  func refusal(of key: KeyID? = nil, at now: Duration) -> Duration? {
    switch state {
    case .open: pauseEnd(for: key).flatMap { $0 > now ? $0 - now : nil }
    case .probing: min(nextPause, policy.firstPause)
    case .closed, .ramping: nil
    }
  }

  /// Lets one of a key through, where ``room(for:at:)`` says so.
  mutating func letThrough(_ key: KeyID, at now: Duration) -> Pass? {
    guard room(for: key, at: now) > 0 else { return nil }
    if case .open = state { enter(.probing) }
    underWay += 1
    return Pass(period: period)
  }

  /// Whether one that has sent nothing may try again at once.
  func mayTryAgain(_ pass: Pass) -> Bool {
    guard pass.period == period else { return false }
    return switch state {
    case .closed, .ramping: true
    case .open, .probing: false
    }
  }

  /// Notes how a try of a key's create fared.
  mutating func note(_ sign: Sign, of pass: Pass, by key: KeyID, at now: Duration) -> Turning? {
    guard pass.period == period else {
      // It was sent before the trouble, and answered in it.
      if sign == .answered { noteAnsweredQuestion(at: now) }
      return nil
    }
    let wasProbing = state == .probing
    guard sign != .answered else {
      noteAnswer()
      return wasProbing ? .answeredAgain : nil
    }
    suspect = sign == .unwell && (failuresInRow == 0 || suspect == key) ? key : nil
    failuresInRow += 1
    isUnreachable = sign == .unreachable
    if case .ramping(let limit) = state { state = .ramping(limit: max(1, limit / 2)) }
    guard wasProbing || policy.failures.map({ failuresInRow >= $0 }) == true else { return nil }
    let pause = open(at: now)
    return wasProbing ? .stayedOpen(pause) : .opened(pause)
  }

  /// Notes that one is over. One that sent nothing, and was to find out, leaves that to another.
  mutating func end(_ pass: Pass, at now: Duration) {
    guard pass.period == period else { return }
    underWay -= 1
    if case .probing = state { enter(.open(until: now)) }
  }

  /// Notes that the upstream has answered something else than a create of this period.
  mutating func noteAnsweredQuestion(at now: Duration) {
    guard case .open(let until) = state, until > now, isUnreachable, !hasBelievedQuestions else { return }
    hasBelievedQuestions = true
    state = .open(until: now)
  }

  private mutating func noteAnswer() {
    failuresInRow = 0
    switch state {
    case .probing: state = .ramping(limit: 2)
    case .ramping(let limit): state = .ramping(limit: limit + 1)
    case .closed, .open: break
    }
    if case .ramping(let limit) = state, limit >= permits || limit >= Self.enoughAlone && underWay == 1 {
      state = .closed
      noteRecovery()
    }
  }

  private mutating func noteRecovery() {
    failuresInRow = 0
    nextPause = policy.firstPause
    troubledSince = nil
    hasBelievedQuestions = false
  }

  private mutating func open(at now: Duration) -> Duration {
    let pause = min(nextPause, policy.longestPause)
    if state != .probing { openings += 1 }
    if troubledSince == nil { troubledSince = now }
    enter(.open(until: now + pause))
    nextPause = min(nextPause * 2, policy.longestPause)
    return pause
  }

  /// Begins a period: what is under way from before counts no more.
  private mutating func enter(_ state: State) {
    self.state = state
    period += 1
    underWay = 0
  }
}
