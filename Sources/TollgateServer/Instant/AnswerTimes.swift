import NIOConcurrencyHelpers
package import TollgateCore

/// How long the instant lane takes. Each event loop's thread writes a histogram of its own, so that none waits for another, and
/// whoever looks adds them up.
package final class AnswerTimes: Sendable {
  private let parts = NIOLockedValueBox<[SharedHistogram]>([])

  package init() {}

  /// What all have recorded so far.
  package var values: Histogram {
    parts.withLockedValue { $0 }.reduce(into: Histogram(bounds: Histogram.answerBounds)) { $0.add($1.values) }
  }

  /// A histogram for one thread.
  func newPart() -> SharedHistogram {
    let part = SharedHistogram(bounds: Histogram.answerBounds)
    parts.withLockedValue { $0.append(part) }
    return part
  }
}
