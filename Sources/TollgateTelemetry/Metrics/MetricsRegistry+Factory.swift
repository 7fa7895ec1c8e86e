package import CoreMetrics
import TollgateCore

// What libraries and the engine report comes through swift-metrics. Nothing that they do wrong ends the program: what cannot be kept
// is not kept.
extension MetricsRegistry: MetricsFactory {
  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    let counter: CounterSeries? = series(label, dimensions, as: family(label, .counter, dimensions)) { _ in CounterSeries() }
    return counter ?? NOOPMetricsHandler.instance
  }

  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    if aggregate {
      let family = family(label, .histogram, dimensions, bounds: Histogram.batchBounds)
      let histogram: HistogramSeries? = series(label, dimensions, as: family) { HistogramSeries(bounds: $0.bounds) }
      return histogram ?? NOOPMetricsHandler.instance
    }
    let gauge: GaugeSeries? = series(label, dimensions, as: family(label, .gauge, dimensions)) { _ in GaugeSeries() }
    return gauge ?? NOOPMetricsHandler.instance
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    let gauge: GaugeSeries? = series(label, dimensions, as: family(label, .gauge, dimensions)) { _ in GaugeSeries() }
    return gauge ?? NOOPMetricsHandler.instance
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    let family = family(label, .histogram, dimensions, unit: .billionths, bounds: Histogram.answerBounds)
    let histogram: HistogramSeries? = series(label, dimensions, as: family) { HistogramSeries(bounds: $0.bounds) }
    return histogram ?? NOOPMetricsHandler.instance
  }

  /// A series stays where it is: a counter that vanished and came back would look like a restart.
  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyMeter(_ handler: any MeterHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}

  /// What the family would be, where it is not known.
  private func family(
    _ label: String, _ kind: MetricFamily.Kind, _ dimensions: [(String, String)], unit: MetricFamily.Unit = .one,
    bounds: [Int64] = []
  ) -> MetricFamily {
    MetricFamily(
      Self.legal(label), kind, labels: dimensions.map { Self.legal($0.0) }, unit: unit, bounds: bounds,
      "Reported by a library as \(label).")
  }

  /// A legal name, from one with dots and dashes.
  static func legal(_ label: String) -> String {
    var name = ""
    for scalar in label.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_": name.unicodeScalars.append(scalar)
      default: name += "_"
      }
    }
    return name.isEmpty || name.unicodeScalars.first.map { ("0"..."9").contains($0) } == true ? "_" + name : name
  }
}
