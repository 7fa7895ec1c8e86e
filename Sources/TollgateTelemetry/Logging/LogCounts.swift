import Logging
import Synchronization

/// How many lines were written of each level since the start.
enum LogCounts {
  private static let counts = InlineArray<7, Atomic<Int>> { _ in Atomic(0) }

  static func note(_ level: Logger.Level) {
    guard let place = Logger.Level.allCases.firstIndex(of: level), place < 7 else { return }
    counts[place].wrappingAdd(1, ordering: .relaxed)
  }

  static func add(to samples: inout MetricSamples) {
    for (place, level) in Logger.Level.allCases.enumerated() where place < 7 {
      samples.add(.logLines, level.rawValue, count: counts[place].load(ordering: .relaxed))
    }
  }
}
