import CoreMetrics
import TollgateCore

/// What the engine reports as it happens. Nothing of it is on the way of a repeat.
struct EngineMeasures: Sendable {
  let upstream: UpstreamMeasures
  let callbacks: CallbackMeasures
  let files: FileMeasures

  init(_ factory: any MetricsFactory) {
    upstream = UpstreamMeasures(factory)
    callbacks = CallbackMeasures(factory)
    files = FileMeasures(factory)
  }

  /// Tells nobody.
  static let none = EngineMeasures(NOOPMetricsHandler.instance)
}

/// What became of callbacks that were taken.
struct CallbackMeasures: Sendable {
  private static let results = ["delivered", "retried", "given_up", "early", "postponed"]

  private let counters: [String: Counter]

  init(_ factory: any MetricsFactory) {
    counters = Dictionary(
      uniqueKeysWithValues: Self.results.map {
        ($0, Counter(label: "tollgate_callbacks_total", dimensions: [("result", $0)], factory: factory))
      })
  }

  func note(_ outcome: CallbackSettlement.Outcome) {
    let result =
      switch outcome {
      case .delivered: "delivered"
      case .again: "retried"
      case .givenUp: "given_up"
      case .early: "early"
      case .postponed: "postponed"
      }
    counters[result]?.increment()
  }
}

/// What became of results' files.
struct FileMeasures: Sendable {
  private let copied: Counter
  private let copiedBytes: Counter
  private let lost: Counter

  init(_ factory: any MetricsFactory) {
    copied = Counter(label: "tollgate_copied_files_total", factory: factory)
    copiedBytes = Counter(label: "tollgate_copied_bytes_total", factory: factory)
    lost = Counter(label: "tollgate_lost_files_total", factory: factory)
  }

  func noteCopy(of blob: Blob) {
    copied.increment()
    copiedBytes.increment(by: blob.size)
  }

  func noteLoss() { lost.increment() }
}
