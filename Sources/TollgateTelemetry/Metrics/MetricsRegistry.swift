package import Logging
import NIOConcurrencyHelpers
package import TollgateCore

/// The series of the program: those that are written as things happen, and those that are asked for when somebody looks.
package final class MetricsRegistry: Sendable {
  /// So many families there are beside those of ``MetricFamily/all``, from libraries that report something.
  static let maximumOthers = 100

  struct State {
    var families: [String: MetricFamily]
    var others: [MetricFamily] = []
    /// By family.
    var series: [String: [MetricLabels: any MetricSeries]] = [:]
    var order: [(MetricFamily, MetricLabels)] = []
    /// Names that were complained about.
    var refused: Set<String> = []
    var sources: [@Sendable (inout MetricSamples) -> Void] = []
  }

  let logger: Logger
  let state: NIOLockedValueBox<State>

  /// - Parameter logger: told once about each name that is used as it must not be.
  package init(logger: Logger) {
    self.logger = logger
    state = NIOLockedValueBox(
      State(families: Dictionary(uniqueKeysWithValues: MetricFamily.all.map { ($0.name, $0) })))
  }

  /// Has `source` asked whenever somebody looks. It must not wait.
  func observe(_ source: @escaping @Sendable (inout MetricSamples) -> Void) {
    state.withLockedValue { $0.sources.append(source) }
  }

  /// Has a histogram shown that somebody else keeps, as a series of a family that is known.
  ///
  /// - Parameters:
  ///   - name: the family's.
  ///   - labels: the values of its labels, in its order.
  ///   - values: reads it.
  package func observe(histogram name: String, _ labels: String..., values: @escaping @Sendable () -> Histogram) {
    guard let family = MetricFamily.all.first(where: { $0.name == name && $0.kind == .histogram }) else { return }
    observe { $0.add(family, MetricLabels(family.labels, labels), .histogram(values())) }
  }

  /// All series as they are now.
  func samples() -> MetricSamples {
    let (order, others, series, sources) = state.withLockedValue { ($0.order, $0.others, $0.series, $0.sources) }
    var samples = MetricSamples()
    for family in others { samples.note(family) }
    for (family, labels) in order {
      if let value = series[family.name]?[labels]?.value { samples.add(family, labels, value) }
    }
    for source in sources { source(&samples) }
    return samples
  }

  /// The series with these labels, which is made where there is none; the one for what found no place where there are too many.
  ///
  /// - Returns: `nil` where the name is used as it must not be, which is said once.
  func series<Series: MetricSeries>(
    _ label: String, _ dimensions: [(String, String)], as family: MetricFamily, _ make: (MetricFamily) -> Series
  ) -> Series? {
    let dimensions = dimensions.map { (Self.legal($0.0), $0.1) }
    let (found, complaint) = state.withLockedValue { state -> (Series?, String?) in
      if state.families[family.name] == nil, state.others.count < Self.maximumOthers {
        state.families[family.name] = family
        state.others.append(family)
      }
      let problem: String
      if let known = state.families[family.name] {
        if known.kind != family.kind {
          problem = "it is a \(known.kind.rawValue)"
        } else if let labels = MetricLabels(known, dimensions) {
          if let found = state.series(of: known, labels, make) { return (found, nil) }
          problem = "it is a series of another kind"
        } else {
          problem = "its labels are \(known.labels.joined(separator: ", "))"
        }
      } else {
        problem = "there are too many names already"
      }
      return (nil, state.refused.insert(family.name).inserted ? problem : nil)
    }
    if let complaint {
      logger.error("a metric is not kept", metadata: ["name": "\(label)", "reason": "\(complaint)"])
    }
    return found
  }
}

extension MetricsRegistry.State {
  fileprivate mutating func series<Series: MetricSeries>(
    of family: MetricFamily, _ labels: MetricLabels, _ make: (MetricFamily) -> Series
  ) -> Series? {
    let isFull = series[family.name]?.count ?? 0 >= MetricSamples.maximumSeries
    let labels = isFull && series[family.name]?[labels] == nil ? MetricLabels.surplus(of: family) : labels
    if let known = series[family.name]?[labels] { return known as? Series }
    let new = make(family)
    series[family.name, default: [:]][labels] = new
    order.append((family, labels))
    return new
  }
}
