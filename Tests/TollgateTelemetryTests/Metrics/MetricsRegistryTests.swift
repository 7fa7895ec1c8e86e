import CoreMetrics
import Logging
import NIOConcurrencyHelpers
import Testing
import TollgateCore

@testable import TollgateTelemetry

@Suite("Metrics that are reported through swift-metrics")
struct MetricsRegistryTests {
  private let lines = NIOLockedValueBox<[String]>([])
  private let registry: MetricsRegistry

  init() {
    let lines = lines
    let output = LogOutput { line in lines.withLockedValue { $0.append(String(decoding: line, as: UTF8.self)) } }
    registry = MetricsRegistry(logger: Telemetry.makeLogger(level: .trace, format: .text, output: output))
  }

  /// What was complained about.
  private var complaints: [String] { lines.withLockedValue { $0 } }

  private var page: String {
    let samples = registry.samples()
    var text = MetricText()
    text.append(MetricFamily.all + samples.others, of: samples)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  @Test("counters, timers, recorders, gauges and meters")
  func kinds() {
    let counter = Counter(label: "tollgate_callbacks_total", dimensions: [("result", "delivered")], factory: registry)
    counter.increment(by: 2)
    // Whoever asks for the same again gets the same.
    Counter(label: "tollgate_callbacks_total", dimensions: [("result", "delivered")], factory: registry).increment()
    counter.increment(by: -9)
    CoreMetrics.Timer(label: "tollgate_event_loop_lag_seconds", factory: registry).recordNanoseconds(1_500_000)
    Recorder(label: "lib.sizes", factory: registry).record(3)
    Gauge(label: "lib.level", factory: registry).record(2.5)
    let meter = Meter(label: "lib.meter", factory: registry)
    meter.set(7)
    meter.increment(by: 2.5)
    meter.decrement(by: 1)
    FloatingPointCounter(label: "lib.float", factory: registry).increment(by: 1.75)
    for line in [
      #"tollgate_callbacks_total{result="delivered"} 3"#, "tollgate_event_loop_lag_seconds_sum 0.0015",
      #"tollgate_event_loop_lag_seconds_bucket{le="0.0025"} 1"#, "# TYPE lib_sizes histogram", "lib_sizes_sum 3",
      "# TYPE lib_level gauge", "lib_level 2.5", "lib_meter 8.5", "lib_float 1",
    ] {
      #expect(page.split(separator: "\n").contains(line[...]), "\(line)")
    }
    counter.destroy()
    #expect(page.contains(#"tollgate_callbacks_total{result="delivered"} 3"#))
    #expect(complaints.isEmpty)
  }

  @Test("the order of labels does not matter")
  func order() {
    for dimensions in [[("call", "create"), ("class", "unknown")], [("class", "unknown"), ("call", "create")]] {
      Counter(label: "tollgate_upstream_errors_total", dimensions: dimensions, factory: registry).increment()
    }
    #expect(page.contains(#"tollgate_upstream_errors_total{call="create",class="unknown"} 2"#))
  }

  @Test("what is used as it must not be is said once, and ends nothing")
  func mistakes() {
    for _ in 0..<3 {
      // Another type, other labels, too few labels.
      CoreMetrics.Timer(label: "tollgate_callbacks_total", dimensions: [("result", "x")], factory: registry).recordNanoseconds(
        1)
      Counter(label: "tollgate_upstream_errors_total", dimensions: [("call", "x"), ("kind", "y")], factory: registry)
        .increment()
      Counter(label: "tollgate_creates_total", factory: registry).increment()
      Gauge(label: "tollgate_event_loop_lag_seconds", factory: registry).record(1)
    }
    #expect(complaints.count == 4)
    #expect(!page.contains("} 1\n"))
  }

  @Test("names and labels are made legal, and there are only so many of either")
  func bounds() {
    Counter(label: "1.lib/requests-é", dimensions: [("a.b", "v")], factory: registry).increment()
    #expect(page.contains(#"_1_lib_requests__{a_b="v"} 1"#))
    for number in 0..<300 { Counter(label: "many.\(number)", factory: registry).increment() }
    #expect(registry.samples().others.count == MetricsRegistry.maximumOthers)
    for number in 0..<10_000 {
      Counter(label: "tollgate_http_answers_total", dimensions: [("status", "\(number)")], factory: registry).increment()
    }
    let series = page.split(separator: "\n").filter { $0.hasPrefix("tollgate_http_answers_total{") }
    #expect(series.count == MetricSamples.maximumSeries + 1)
    #expect(series.contains(#"tollgate_http_answers_total{status="other"} 7500"#))
  }

  @Test("what somebody else keeps is asked for when somebody looks")
  func observed() {
    let times = SharedHistogram(bounds: Histogram.answerBounds)
    registry.observe(histogram: "tollgate_http_seconds", "instant") { times.values }
    times.recordAlone(7000)
    #expect(page.contains(#"tollgate_http_seconds_count{lane="instant"} 1"#))
    times.recordAlone(7000)
    #expect(page.contains(#"tollgate_http_seconds_bucket{lane="instant",le="0.00001"} 2"#))
    #expect(page.contains(#"tollgate_http_seconds_bucket{lane="instant",le="0.000005"} 0"#))
  }
}
