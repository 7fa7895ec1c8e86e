import TollgateCore

/// The value of one series.
enum MetricValue: Sendable, Equatable {
  /// In the unit of its family.
  case whole(Int64)
  case real(Double)
  case histogram(Histogram)

  /// The sum with the value of another series that has the same labels.
  mutating func add(_ other: MetricValue) {
    switch (self, other) {
    case (.whole(let left), .whole(let right)):
      let (sum, overflow) = left.addingReportingOverflow(right)
      self = .whole(overflow ? .max : sum)
    case (.real(let left), .real(let right)): self = .real(left + right)
    case (.histogram(var left), .histogram(let right)):
      left.add(right)
      self = .histogram(left)
    default: break
    }
  }
}
