import TollgateCore

/// Writes the Prometheus text format 0.0.4.
struct MetricText {
  private(set) var bytes: [UInt8] = []

  /// Writes families with all their series. A family without any has its description only.
  mutating func append(_ families: [MetricFamily], of samples: MetricSamples) {
    for family in families { append(family, samples.series(of: family)) }
  }

  private mutating func append(_ family: MetricFamily, _ series: [(MetricLabels, MetricValue)]) {
    write("# HELP \(family.name) ")
    for scalar in family.help.unicodeScalars {
      switch scalar {
      case "\\": write("\\\\")
      case "\n": write("\\n")
      default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
    }
    write("\n# TYPE \(family.name) \(family.kind.rawValue)\n")
    for (labels, value) in series {
      switch value {
      case .whole(let number): line(family.name, labels.bytes, Self.text(number, family.unit))
      case .real(let number): line(family.name, labels.bytes, Self.text(number))
      case .histogram(let histogram): append(histogram, of: family, labels)
      }
    }
  }

  private mutating func append(_ histogram: Histogram, of family: MetricFamily, _ labels: MetricLabels) {
    let separator = labels.bytes.isEmpty ? "" : ","
    var count: Int64 = 0
    for (place, number) in histogram.counts.enumerated() {
      count += number
      let bound = place < histogram.bounds.count ? Self.text(histogram.bounds[place], family.unit) : "+Inf"
      line(family.name + "_bucket", labels.bytes + "\(separator)le=\"\(bound)\"".utf8, "\(count)")
    }
    line(family.name + "_sum", labels.bytes, Self.text(histogram.sum, family.unit))
    line(family.name + "_count", labels.bytes, "\(count)")
  }

  private mutating func line(_ name: String, _ labels: [UInt8], _ value: String) {
    write(name)
    if !labels.isEmpty {
      write("{")
      bytes += labels
      write("}")
    }
    write(" \(value)\n")
  }

  private mutating func write(_ text: String) { bytes += text.utf8 }

  /// Billionths are written exactly, and never come near a floating-point number.
  private static func text(_ number: Int64, _ unit: MetricFamily.Unit) -> String {
    switch unit {
    case .one: "\(number)"
    case .billionths: DecimalDigits(Money(nanodollars: number)).description
    }
  }

  private static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
    return "\(number)"
  }
}
