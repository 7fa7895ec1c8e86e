import TollgateCore

/// The series of one page, by family. Of each family there are only so many; what is beyond them is summed up in one.
struct MetricSamples: Sendable {
  /// The most series of a family.
  static let maximumSeries = 2500

  /// Further families than those of ``MetricFamily/all``, in the order of their coming.
  private(set) var others: [MetricFamily] = []
  private var series: [String: [MetricLabels: MetricValue]] = [:]
  private var order: [String: [MetricLabels]] = [:]

  /// Adds a series, or adds to the one that has the same labels.
  mutating func add(_ family: MetricFamily, _ labels: MetricLabels, _ value: MetricValue) {
    let isKnown = series[family.name]?[labels] != nil
    let isFull = series[family.name]?.count ?? 0 >= Self.maximumSeries
    let labels = !isKnown && isFull ? MetricLabels.surplus(of: family) : labels
    if series[family.name]?[labels] != nil {
      series[family.name]?[labels]?.add(value)
    } else {
      series[family.name, default: [:]][labels] = value
      order[family.name, default: []].append(labels)
    }
  }

  /// Adds a series by the values of its labels, in the family's order.
  mutating func add(_ family: MetricFamily, _ values: String..., value: MetricValue) {
    add(family, MetricLabels(family.labels, values), value)
  }

  /// Adds a number.
  mutating func add(_ family: MetricFamily, _ values: String..., count: some BinaryInteger) {
    add(family, MetricLabels(family.labels, values), .whole(Int64(clamping: count)))
  }

  /// Adds an amount of dollars, to the last nano-dollar.
  mutating func add(_ family: MetricFamily, _ values: String..., dollars: Money) {
    add(family, MetricLabels(family.labels, values), .whole(dollars.nanodollars))
  }

  /// Adds a duration.
  mutating func add(_ family: MetricFamily, _ values: String..., duration: Duration) {
    add(family, MetricLabels(family.labels, values), .whole(duration.wholeNanoseconds))
  }

  /// Notes a family that is not among those that are known beforehand.
  mutating func note(_ family: MetricFamily) { others.append(family) }

  /// The series of a family, in the order of their coming.
  func series(of family: MetricFamily) -> [(MetricLabels, MetricValue)] {
    (order[family.name] ?? []).compactMap { labels in series[family.name]?[labels].map { (labels, $0) } }
  }
}
