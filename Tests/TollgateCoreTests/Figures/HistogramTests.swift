import Testing
import TollgateCore

@Suite("Histograms")
struct HistogramTests {
  @Test("a value is counted at the first bound that is not below it")
  func places() {
    var histogram = Histogram(bounds: [10, 20])
    let shared = SharedHistogram(bounds: [10, 20])
    for value: Int64 in [-5, 0, 10, 11, 20, 21, 1000] {
      histogram.record(value)
      shared.record(value)
      shared.recordAlone(value)
    }
    #expect(histogram.counts == [3, 2, 2] && histogram.sum == 1057 && histogram.count == 7)
    #expect(shared.values.counts == [6, 4, 4] && shared.values.sum == 2114)
    histogram.add(shared.values)
    #expect(histogram.counts == [9, 6, 6] && histogram.sum == 3171)
    histogram.add(Histogram(bounds: [1]))
    #expect(histogram.count == 21)
    var large = Histogram(bounds: [])
    for _ in 0..<2 { large.record(.max) }
    #expect(large.sum == .max && large.counts == [2])
  }

  @Test("durations are nanoseconds")
  func durations() {
    var histogram = Histogram(bounds: [1_500_000_000])
    histogram.record(.milliseconds(1500))
    histogram.record(.nanoseconds(1_500_000_001))
    #expect(histogram.counts == [1, 1] && histogram.sum == 3_000_000_001)
  }

  @Test("no value is lost that threads record at the same time")
  func threads() async {
    let shared = SharedHistogram(bounds: Histogram.answerBounds)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask { for value in 0..<1000 { shared.record(Int64(value * number)) } }
      }
    }
    #expect(shared.values.count == 8000 && shared.values.sum == 28 * 499_500)
  }

  @Test("there are only so many bounds")
  func bounds() {
    let shared = SharedHistogram(bounds: Array(0..<100))
    shared.record(99)
    #expect(shared.values.counts.count == SharedHistogram.maximumBounds + 1 && shared.values.counts.last == 1)
  }
}
