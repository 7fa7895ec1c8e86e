/// All series of one name: what they mean, and what tells them apart.
package struct MetricFamily: Sendable, Equatable {
  /// The kinds of the Prometheus text format that there are here.
  package enum Kind: String, Sendable {
    case counter
    case gauge
    case histogram
  }

  /// What a whole number of the series is written as.
  enum Unit: Sendable {
    /// As it is.
    case one
    /// As billionths: of seconds, or of dollars.
    case billionths
  }

  package let name: String
  package let kind: Kind
  /// The names of the labels, in the order in which they are written.
  package let labels: [String]
  package let help: String
  let unit: Unit
  /// Of a histogram.
  let bounds: [Int64]

  init(
    _ name: String, _ kind: Kind, labels: [String] = [], unit: Unit = .one, bounds: [Int64] = [], _ help: String
  ) {
    self.name = name
    self.kind = kind
    self.labels = labels
    self.unit = unit
    self.bounds = bounds
    self.help = help
  }
}
