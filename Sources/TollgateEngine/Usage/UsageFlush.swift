import Logging
import ServiceLifecycle
import TollgateCore

/// Writes the statistics down once a second, and a last time at the end.
struct UsageFlush: Service {
  private static let interval: Duration = .seconds(1)
  /// So many kinds are written at a time: purchases wait for no longer than these take.
  static let step = 500

  let meter: UsageMeter
  let time: any TimeSource
  let logger: Logger
  /// Adds to what is kept, all or nothing.
  let write: @Sendable ([UsageCount]) async throws -> Void

  func run() async throws {
    await repeating(every: Self.interval, time: time) { await flush() }
    await flush()
  }

  /// What cannot be written is kept for the next time, as far as there is room.
  func flush() async {
    let (counts, dropped) = meter.take()
    if dropped > 0 { logger.warning("creates are missing in the usage statistics", metadata: ["count": "\(dropped)"]) }
    var unwritten = counts[...]
    do {
      while !unwritten.isEmpty {
        try await write(Array(unwritten.prefix(Self.step)))
        unwritten.removeFirst(min(Self.step, unwritten.count))
      }
    } catch {
      meter.putBack(Array(unwritten))
      logger.warning("the usage statistics could not be written", metadata: ["error": "\(error)"])
    }
  }
}
