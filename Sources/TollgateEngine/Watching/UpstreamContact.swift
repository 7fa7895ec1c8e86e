import NIOConcurrencyHelpers
import TollgateCore

/// The upstream, and when it last answered. It asks nothing by itself: what it knows is what purchases and polls have shown.
final class UpstreamContact: UpstreamAPI {
  /// What is known of the upstream.
  struct Record: Sendable, Equatable {
    var answeredAt: Timestamp?
    var troubledAt: Timestamp?
    /// What was wrong then.
    var trouble: String?
  }

  private let upstream: any UpstreamAPI
  private let time: any TimeSource
  /// Hears of answers, which are signs of life.
  private let permits: SendPermits
  private let measures: UpstreamMeasures
  private let state = NIOLockedValueBox(Record())

  init(_ upstream: any UpstreamAPI, time: any TimeSource, permits: SendPermits, measures: UpstreamMeasures) {
    self.upstream = upstream
    self.time = time
    self.permits = permits
    self.measures = measures
  }

  /// What is known since the start.
  var record: Record { state.withLockedValue { $0 } }

  func create(_ body: [UInt8], credential: Secret) async -> CreateOutcome {
    let began = time.uptime()
    let outcome = await upstream.create(body, credential: credential)
    measures.note(outcome, after: time.uptime() - began)
    switch outcome {
    case .accepted, .rejected, .credentialRefused: note(nil)
    case .notSent(let reason), .unknown(let reason): note(reason)
    }
    return outcome
  }

  func query(_ upstreamID: String, credential: Secret) async -> QueryOutcome {
    let began = time.uptime()
    let outcome = await upstream.query(upstreamID, credential: credential)
    measures.note(outcome, after: time.uptime() - began)
    switch outcome {
    case .record:
      note(nil)
      permits.noteAnsweredQuestion()
    case .unusable(let reason, _): note(reason)
    }
    return outcome
  }

  private func note(_ trouble: String?) {
    let now = time.now()
    state.withLockedValue { record in
      if let trouble {
        record.troubledAt = now
        record.trouble = trouble
      } else {
        record.answeredAt = now
      }
    }
  }
}
