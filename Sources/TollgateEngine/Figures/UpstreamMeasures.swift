import CoreMetrics
import TollgateCore

/// How long calls to the upstream and to the servers of its files took, and which of them brought nothing.
struct UpstreamMeasures: Sendable {
  private struct Call: Sendable {
    let times: CoreMetrics.Timer
    /// By what went wrong. All are there from the start, so that the first of a kind is a rise and no beginning.
    let errors: [String: Counter]

    init(_ name: String, errors: [String], _ factory: any MetricsFactory) {
      times = CoreMetrics.Timer(label: "tollgate_upstream_seconds", dimensions: [("call", name)], factory: factory)
      self.errors = Dictionary(
        uniqueKeysWithValues: errors.map {
          let dimensions = [("call", name), ("class", $0)]
          return ($0, Counter(label: "tollgate_upstream_errors_total", dimensions: dimensions, factory: factory))
        })
    }

    func note(_ error: String?, after duration: Duration) {
      times.recordNanoseconds(duration.wholeNanoseconds)
      if let error { errors[error]?.increment() }
    }
  }

  private let create: Call
  private let query: Call
  private let download: Call

  init(_ factory: any MetricsFactory) {
    create = Call("create", errors: ["rejected", "throttled", "key_refused", "not_sent", "unknown"], factory)
    query = Call("query", errors: ["unusable"], factory)
    download = Call(
      "download", errors: ["cut", "gone", "refused", "too_large", "not_tried", "failed", "not_stored"], factory)
  }

  func note(_ outcome: CreateOutcome, after duration: Duration) {
    let error: String? =
      switch outcome {
      case .accepted: nil
      case .rejected(let rejection, _): rejection.httpStatus == 429 ? "throttled" : "rejected"
      case .credentialRefused: "key_refused"
      case .notSent: "not_sent"
      case .unknown: "unknown"
      }
    create.note(error, after: duration)
  }

  func note(_ outcome: QueryOutcome, after duration: Duration) {
    let error: String? =
      switch outcome {
      case .record: nil
      case .unusable: "unusable"
      }
    query.note(error, after: duration)
  }

  func note(_ outcome: FileOutcome, after duration: Duration) {
    let error: String? =
      switch outcome {
      case .complete: nil
      case .cut: "cut"
      case .gone: "gone"
      case .refused: "refused"
      case .tooLarge: "too_large"
      case .notTried: "not_tried"
      case .failed: "failed"
      case .notStored: "not_stored"
      }
    download.note(error, after: duration)
  }
}

/// Measures what another source does.
struct MeasuredFileSource: FileSource {
  let source: any FileSource
  let measures: UpstreamMeasures
  let time: any TimeSource

  func download(_ request: FileRequest, into sink: any FileSink) async -> FileOutcome {
    let began = time.uptime()
    let outcome = await source.download(request, into: sink)
    measures.note(outcome, after: time.uptime() - began)
    return outcome
  }
}
