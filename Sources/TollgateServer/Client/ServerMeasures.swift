package import CoreMetrics
import NIOConcurrencyHelpers
import TollgateCore

/// What the server reports about its answers.
package final class ServerMeasures: Sendable {
  /// Of the instant lane.
  package let instant = AnswerTimes()
  private let factory: any MetricsFactory
  private let main: CoreMetrics.Timer
  /// By their status; those that the server itself gives are there from the start.
  private let answers: NIOLockedValueBox<[Int: Counter]>

  package init(_ factory: any MetricsFactory) {
    self.factory = factory
    main = CoreMetrics.Timer(label: "tollgate_http_seconds", dimensions: [("lane", "main")], factory: factory)
    let usual = [200, 400, 401, 402, 403, 404, 409, 429, 500, 502, 503, 504]
    answers = NIOLockedValueBox(Dictionary(uniqueKeysWithValues: usual.map { ($0, Self.counter(of: $0, factory)) }))
  }

  /// Notes an answer of the main lane.
  func noteAnswer(_ status: Int, after nanoseconds: Int64) {
    main.recordNanoseconds(nanoseconds)
    let counter = answers.withLockedValue { answers in
      if let known = answers[status] { return known }
      // Statuses have three digits: there are not many of them.
      let new = Self.counter(of: status, factory)
      answers[status] = new
      return new
    }
    counter.increment()
  }

  private static func counter(of status: Int, _ factory: any MetricsFactory) -> Counter {
    Counter(label: "tollgate_http_answers_total", dimensions: [("status", "\(status)")], factory: factory)
  }
}
