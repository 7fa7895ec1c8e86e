import Logging
import ServiceLifecycle
import TollgateCore

/// Writes the statistics down once a second, and a last time at the end.
struct UsageFlush: Service {
  private static let interval: Duration = .seconds(1)

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
    guard !counts.isEmpty else { return }
    do {
      try await write(counts)
    } catch {
      meter.putBack(counts)
      logger.warning("the usage statistics could not be written", metadata: ["error": "\(error)"])
    }
  }
}
