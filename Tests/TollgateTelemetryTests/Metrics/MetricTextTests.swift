import Testing
import TollgateCore

@testable import TollgateTelemetry

@Suite("The Prometheus text format")
struct MetricTextTests {
  private static let counter = MetricFamily("a_total", .counter, labels: ["x"], "With a \\ and\na line.")
  private static let dollars = MetricFamily("b_dollars", .gauge, unit: .billionths, "Dollars.")
  private static let times = MetricFamily("c_seconds", .histogram, labels: ["l"], unit: .billionths, "Times.")
  private static let sizes = MetricFamily("d", .histogram, "Sizes.")

  private func text(_ family: MetricFamily, _ fill: (inout MetricSamples) -> Void) -> String {
    var samples = MetricSamples()
    fill(&samples)
    var text = MetricText()
    text.append([family], of: samples)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  @Test("descriptions and series, each on one line whatever is in a label")
  func labels() {
    let hostile = ["plain", "qu\"ote", "back\\slash", "new\nline", "tab\tbell\u{7}del\u{7F}", "ü 猫"]
    let written = text(Self.counter) { samples in
      for value in hostile { samples.add(Self.counter, value, count: 1) }
    }
    #expect(
      written == """
        # HELP a_total With a \\\\ and\\na line.
        # TYPE a_total counter
        a_total{x="plain"} 1
        a_total{x="qu\\"ote"} 1
        a_total{x="back\\\\slash"} 1
        a_total{x="new\\nline"} 1
        a_total{x="tab\u{FFFD}bell\u{FFFD}del\u{FFFD}"} 1
        a_total{x="ü 猫"} 1

        """)
  }

  @Test("a family without series has its description", arguments: [counter, dollars, times])
  func empty(_ family: MetricFamily) {
    #expect(text(family) { _ in }.split(separator: "\n").count == 2)
  }

  @Test(
    "amounts are exact to the last nano-dollar",
    arguments: [
      (0, "0"), (1, "0.000000001"), (-1, "-0.000000001"), (40_000_000, "0.04"),
      (123_456_789_012_345_678, "123456789.012345678"),
      (Int64.max, "9223372036.854775807"), (Int64.min, "-9223372036.854775808"),
    ] as [(Int64, String)])
  func money(_ nanodollars: Int64, _ spelled: String) {
    let written = text(Self.dollars) { $0.add(Self.dollars, dollars: Money(nanodollars: nanodollars)) }
    #expect(written.hasSuffix("\nb_dollars \(spelled)\n"))
  }

  @Test("histograms are cumulative, and their sums are exact")
  func histograms() {
    var seconds = Histogram(bounds: [1_000_000, 2_500_000_000])
    for value: Int64 in [1, 1_000_000, 1_000_001, 2_500_000_001] { seconds.record(value) }
    #expect(
      text(Self.times) { $0.add(Self.times, "main", value: .histogram(seconds)) } == """
        # HELP c_seconds Times.
        # TYPE c_seconds histogram
        c_seconds_bucket{l="main",le="0.001"} 2
        c_seconds_bucket{l="main",le="2.5"} 3
        c_seconds_bucket{l="main",le="+Inf"} 4
        c_seconds_sum{l="main"} 2.502000003
        c_seconds_count{l="main"} 4

        """)
    var pieces = Histogram(bounds: [1, 2])
    pieces.record(2)
    #expect(
      text(Self.sizes) { $0.add(Self.sizes, value: .histogram(pieces)) } == """
        # HELP d Sizes.
        # TYPE d histogram
        d_bucket{le="1"} 0
        d_bucket{le="2"} 1
        d_bucket{le="+Inf"} 1
        d_sum 2
        d_count 1

        """)
  }

  @Test("one series per set of labels, and beyond the bound one for all others")
  func bound() {
    var samples = MetricSamples()
    for number in 0..<10_000 { for _ in 0..<2 { samples.add(Self.counter, "\(number)", count: 1) } }
    let series = samples.series(of: Self.counter)
    #expect(series.count == MetricSamples.maximumSeries + 1)
    let other = series.first { $0.0 == MetricLabels(["x"], ["other"]) }
    #expect(other?.1 == .whole(Int64(2 * (10_000 - MetricSamples.maximumSeries))))
  }
}
