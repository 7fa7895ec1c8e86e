import NIOConcurrencyHelpers
import TollgateCore

/// The upstream's own books: what it accepted and charged, whatever it answered, and who waits for an answer. A crash of the
/// gateway changes nothing here.
final class Referee: Sendable {
  /// A create that the upstream accepted.
  struct Job: Sendable {
    let id: String
    let content: Content
    let charge: Money
    var status = UpstreamRecord.Status.running
    /// What came back so far.
    var refunded = Money.zero
  }

  /// A create that has reached the upstream and is not answered.
  struct Create: Sendable {
    let content: Content
    /// The answer, where the upstream has made up its mind.
    var outcome: CreateOutcome?
    fileprivate let continuation: CheckedContinuation<CreateOutcome, Never>
  }

  struct Query: Sendable {
    let upstreamID: String
    fileprivate let continuation: CheckedContinuation<QueryOutcome, Never>
  }

  struct Download: Sendable {
    let url: String
    fileprivate let continuation: CheckedContinuation<FileOutcome, Never>
  }

  struct State: Sendable {
    var jobs: [Job] = []
    /// In the order of their coming.
    var creates: [Int: Create] = [:]
    var queries: [Int: Query] = [:]
    var downloads: [Int: Download] = [:]
    var lastCall = 0
    /// Creates that were accepted or may have been, by what was asked for.
    var possibleAcceptances: [Content: Int] = [:]
    /// Creates that have come since the last look.
    var arrivals: [Content] = []
    /// Answers for itself, whatever it said, that a gateway has heard.
    var signsOfLife = 0
    /// Creates that the gateway itself broke off while it was alive.
    var brokenOff = 0
  }

  let state = NIOLockedValueBox(State())

  /// Answers a create.
  func answer(_ call: Int, _ outcome: CreateOutcome) {
    let create = state.withLockedValue { state in
      let create = state.creates.removeValue(forKey: call)
      if let create { state.count(outcome, of: create.content) }
      return create
    }
    create?.continuation.resume(returning: outcome)
  }

  /// Answers a query.
  func answer(_ call: Int, _ outcome: QueryOutcome) {
    state.withLockedValue { $0.queries.removeValue(forKey: call) }?.continuation.resume(returning: outcome)
  }

  /// Ends a download.
  func answer(_ call: Int, _ outcome: FileOutcome) {
    state.withLockedValue { $0.downloads.removeValue(forKey: call) }?.continuation.resume(returning: outcome)
  }

  func wait(forFile url: String, _ continuation: CheckedContinuation<FileOutcome, Never>) -> Int {
    state.withLockedValue { state in
      state.lastCall += 1
      state.downloads[state.lastCall] = Download(url: url, continuation: continuation)
      return state.lastCall
    }
  }

  fileprivate func wait(
    for content: Content, _ continuation: CheckedContinuation<CreateOutcome, Never>
  ) -> Int {
    state.withLockedValue { state in
      state.lastCall += 1
      state.creates[state.lastCall] = Create(content: content, continuation: continuation)
      state.arrivals.append(content)
      return state.lastCall
    }
  }

  fileprivate func wait(for upstreamID: String, _ continuation: CheckedContinuation<QueryOutcome, Never>) {
    state.withLockedValue { state in
      state.lastCall += 1
      state.queries[state.lastCall] = Query(upstreamID: upstreamID, continuation: continuation)
    }
  }
}

extension Referee.State {
  /// Counts a create whose answer leaves open, or says, that it was accepted.
  fileprivate mutating func count(_ outcome: CreateOutcome, of content: Content) {
    switch outcome {
    case .accepted, .unknown: possibleAcceptances[content, default: 0] += 1
    case .rejected, .credentialRefused, .notSent: break
    }
  }
}

/// One run's way to the upstream.
final class RefereeLink: UpstreamAPI {
  private struct State {
    var isDead = false
  }

  private let referee: Referee
  private let state = NIOLockedValueBox(State())

  init(referee: Referee) { self.referee = referee }

  /// Ends the run: nothing is sent any more.
  func die() { state.withLockedValue { $0.isDead = true } }

  private var isDead: Bool { state.withLockedValue(\.isDead) }

  func create(_ body: [UInt8], credential: Secret) async -> CreateOutcome {
    guard !isDead else { return .unknown(reason: "the process has ended") }
    let content = Content(hashing: body)
    let call = NIOLockedValueBox<Int?>(nil)
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        call.withLockedValue { $0 = referee.wait(for: content, continuation) }
      }
    } onCancel: {
      guard !isDead, let number = call.withLockedValue({ $0 }) else { return }
      referee.state.withLockedValue { $0.brokenOff += 1 }
      referee.answer(number, .unknown(reason: "cancelled"))
    }
    switch outcome {
    case .accepted, .rejected, .credentialRefused: referee.state.withLockedValue { $0.signsOfLife += 1 }
    case .notSent, .unknown: break
    }
    return outcome
  }

  func query(_ upstreamID: String, credential: Secret) async -> QueryOutcome {
    guard !isDead else { return .unusable(reason: "the process has ended", retryAfter: nil) }
    let outcome = await withCheckedContinuation { referee.wait(for: upstreamID, $0) }
    if case .record = outcome { referee.state.withLockedValue { $0.signsOfLife += 1 } }
    return outcome
  }
}
