import Logging
import ServiceLifecycle
import TollgateCore

/// Writes the statistics down once a second, and a last time at the end.
struct UsageFlush: Service {
  private static let interval: Duration = .seconds(1)
  /// Purchases wait behind each transaction, which has no more kinds of creates, and no more uses, than these.
  static let step = 500

  let meter: UsageMeter
  let time: any TimeSource
  let logger: Logger
  /// Adds to what is kept, all or nothing.
  let write: @Sendable ([UsageCount], [GenerationUse]) async throws -> Void

  func run() async throws {
    await repeating(every: Self.interval, time: time) { await flush() }
    await flush()
  }

  /// What cannot be written is kept for the next time, as far as there is room.
  func flush() async {
    var taken = meter.take()
    if taken.droppedCounts > 0 {
      logger.warning("creates are missing in the usage statistics", metadata: ["count": "\(taken.droppedCounts)"])
    }
    if taken.droppedUses > 0 {
      logger.warning(
        "answers are missing in the statistics of who asked for which result", metadata: ["count": "\(taken.droppedUses)"])
    }
    while !taken.isEmpty {
      do {
        try await write(Array(taken.counts.suffix(Self.step)), Array(taken.uses.suffix(Self.step)))
      } catch {
        meter.putBack(taken.counts, uses: taken.uses)
        return logger.warning("the usage statistics could not be written", metadata: ["error": "\(error)"])
      }
      taken.counts.removeLast(min(Self.step, taken.counts.count))
      taken.uses.removeLast(min(Self.step, taken.uses.count))
    }
  }
}
