import TollgateCore

/// A job's life. Time passes for it when it is asked: ``settle(at:)`` comes before every look.
struct SimulatedJob: Sendable {
  static let usualError = "generation failed: the content could not be produced"

  enum State: Equatable {
    /// Runs until a moment, or for ever, and then ends in the given way.
    case running(until: Timestamp?, then: Ending)
    case ended(Ending, at: Timestamp)
    /// Shows a status of its own.
    case odd(status: Int)
  }

  enum Ending: Equatable {
    case success
    case failure(error: String, refund: Refund)
  }

  let accepted: AcceptedJob
  /// The create's `args`, encoded.
  let args: [UInt8]
  let kind: ResultKind
  let callbackURL: String?
  private(set) var state: State
  private(set) var updatedAt: Timestamp
  private(set) var refunded = Money.zero
  /// When the rest of the charge is given back.
  private var refundAt: Timestamp?
  var queries = 0
  /// How often the links were renewed.
  private(set) var linkVersion = 0
  /// Links up to this version lead nowhere.
  private var endedLinkVersion = -1
  private var callbackIsPosted = false

  init(accepted: AcceptedJob, args: [UInt8], kind: ResultKind, callbackURL: String?, state: State) {
    self.accepted = accepted
    self.args = args
    self.kind = kind
    self.callbackURL = callbackURL
    self.state = state
    updatedAt = accepted.at
  }

  /// Brings the job to the present.
  mutating func settle(at now: Timestamp) {
    if case .running(let until?, let ending) = state, until <= now { end(ending, at: until) }
    if let moment = refundAt, moment <= now {
      refundAt = nil
      refunded = accepted.amount
      updatedAt = moment
    }
  }

  mutating func apply(_ command: JobCommand, at now: Timestamp) {
    settle(at: now)
    switch command {
    case .succeed: end(.success, at: now)
    case .fail(let error, let refund): end(.failure(error: error, refund: refund), at: now)
    case .refund(let refund): give(refund, at: now)
    case .status(let status): state = .odd(status: status)
    case .extend(let duration):
      switch state {
      case .running(let until, let ending): state = .running(until: (until ?? now) + duration, then: ending)
      case .ended(let ending, _): state = .running(until: now + duration, then: ending)
      case .odd: state = .running(until: now + duration, then: .success)
      }
    }
    updatedAt = now
  }

  private mutating func end(_ ending: Ending, at moment: Timestamp) {
    state = .ended(ending, at: moment)
    updatedAt = moment
    if case .failure(_, let refund) = ending { give(refund, at: moment) }
  }

  private mutating func give(_ refund: Refund, at moment: Timestamp) {
    refundAt = nil
    switch refund {
    case .full: refunded = accepted.amount
    case .none: refunded = .zero
    case .amount(let money): refunded = min(money, accepted.amount)
    case .later(let wait): refundAt = moment + wait
    }
  }

  /// Marks the job's callback as posted; `false` where the job has not ended or it was posted before.
  mutating func claimCallback() -> Bool {
    guard case .ended = state, !callbackIsPosted else { return false }
    callbackIsPosted = true
    return true
  }

  /// Whether links of a version lead to the files.
  func serves(linkVersion version: Int) -> Bool { version > endedLinkVersion && version <= linkVersion }

  /// Ends all links that were given out.
  mutating func endLinks() { endedLinkVersion = linkVersion }

  /// Gives out new links where the old ones have ended.
  mutating func renewLinks() { if endedLinkVersion == linkVersion { linkVersion += 1 } }

  /// When the job will end by itself.
  var endsAt: Timestamp? {
    if case .running(let until, _) = state { until } else { nil }
  }

  /// When the job has ended with results.
  var succeededAt: Timestamp? {
    if case .ended(.success, let moment) = state { moment } else { nil }
  }

  /// The number that a query shows: 1 running, 2 succeeded, 3 failed.
  var status: Int {
    switch state {
    case .running: 1
    case .ended(.success, _): 2
    case .ended(.failure, _): 3
    case .odd(let status): status
    }
  }
}
