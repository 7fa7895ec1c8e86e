import Logging
import ServiceLifecycle
import TollgateCore

/// Writes down once a second which files were used, and a last time at the end.
struct AssetUseFlush: Service {
  private static let interval: Duration = .seconds(1)

  let uses: AssetUses
  let store: any Store
  let time: any TimeSource
  let logger: Logger

  func run() async throws {
    await repeating(every: Self.interval, time: time) { await flush() }
    await flush()
  }

  /// What cannot be written is kept for the next time.
  func flush() async {
    let taken = uses.take()
    guard !taken.isEmpty else { return }
    do {
      try await store.note(taken)
    } catch {
      uses.putBack(taken)
      logger.warning("the use of files could not be written down", metadata: ["error": "\(error)"])
    }
  }
}
