import CoreMetrics
import Synchronization
import TollgateCore

/// A series that is written as things happen.
protocol MetricSeries: AnyObject, Sendable {
  var value: MetricValue { get }
}

/// A number that only rises.
final class CounterSeries: MetricSeries, CounterHandler {
  private let number = Atomic<Int64>(0)

  var value: MetricValue { .whole(number.load(ordering: .relaxed)) }

  func increment(by amount: Int64) { number.wrappingAdd(max(amount, 0), ordering: .relaxed) }

  func reset() { number.store(0, ordering: .relaxed) }
}

/// A number that is set, or moved.
final class GaugeSeries: MetricSeries, RecorderHandler, MeterHandler {
  private let bits = Atomic<UInt64>(0)

  var value: MetricValue { .real(Double(bitPattern: bits.load(ordering: .relaxed))) }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

  func set(_ value: Int64) { record(value) }

  func set(_ value: Double) { record(value) }

  func increment(by amount: Double) {
    var old = bits.load(ordering: .relaxed)
    while true {
      let new = (Double(bitPattern: old) + amount).bitPattern
      let (exchanged, original) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
      if exchanged { return }
      old = original
    }
  }

  func decrement(by amount: Double) { increment(by: -amount) }
}

/// Durations, or whole numbers.
final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
  private let histogram: SharedHistogram

  init(bounds: [Int64]) { histogram = SharedHistogram(bounds: bounds) }

  var value: MetricValue { .histogram(histogram.values) }

  func recordNanoseconds(_ duration: Int64) { histogram.record(duration) }

  func record(_ value: Int64) { histogram.record(value) }

  /// The part below one is dropped, and what is no number is no value.
  func record(_ value: Double) {
    guard let whole = Int64(exactly: value.rounded(.towardZero)) else { return }
    histogram.record(whole)
  }
}
