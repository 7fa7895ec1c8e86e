import Logging
import ServiceLifecycle
import TollgateCore

/// Gives up details that are older than they are to be kept, in the background: an hour's worth at a time, in steps so small that
/// no purchase notices, with a pause after each.
struct Retention: Service {
  /// How often it looks.
  private static let interval: Duration = .seconds(3600)
  /// After each step the writer is somebody else's.
  private static let pause: Duration = .milliseconds(50)

  let policy: RetentionPolicy
  let store: any Store
  let time: any TimeSource
  let drain: Drain
  let logger: Logger

  func run() async throws { await repeating(every: Self.interval, time: time) { await giveUp() } }

  /// Gives up whatever is too old now.
  func giveUp() async {
    let now = time.now()
    do {
      if let minutes = policy.minutes {
        let first = (now - minutes).millisecondsSince1970 / 60_000
        try await step { () throws(StoreError) in try await store.forgetMinutes(before: first) }
      }
      if let ledger = policy.ledger {
        try await step { () throws(StoreError) in try await store.closeLedger(before: now - ledger, at: now) }
      }
      try await step { () throws(StoreError) in try await store.shrink() }
    } catch {
      logger.warning("old details could not be given up; it is tried again in an hour", metadata: ["error": "\(error)"])
    }
  }

  /// Repeats a step as long as there is more.
  private func step(_ work: () async throws(StoreError) -> Bool) async throws(StoreError) {
    while try await work() {
      if Task.isCancelled || drain.isDraining { return }
      try? await time.sleep(untilUptime: time.uptime() + Self.pause)
    }
  }
}

/// How long details are kept; `nil` for ever.
package struct RetentionPolicy: Sendable, Equatable {
  /// The statistics of single minutes. Default 30 days.
  package var minutes: Duration? = .seconds(30 * 86_400)
  /// The ledger's single entries of purchases that are over. Default for ever.
  package var ledger: Duration?

  package init() {}
}
