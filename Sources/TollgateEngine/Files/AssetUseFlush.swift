import Logging
import ServiceLifecycle
import TollgateCore

/// Writes down every ten seconds which files were used, and a last time at the end; once a second where they are many. What is
/// used again and again is written once for all of that time.
struct AssetUseFlush: Service {
  private static let interval: Duration = .seconds(1)
  /// So many looks may pass without writing.
  private static let patience = 10
  /// With more than so many uses nothing waits, so that they take little memory.
  private static let many = 5000
  private static let atOnce = 500

  let uses: AssetUses
  let store: any Store
  let time: any TimeSource
  let logger: Logger

  func run() async throws {
    var looks = 0
    await repeating(every: Self.interval, time: time) {
      looks += 1
      guard looks >= Self.patience || uses.count > Self.many else { return }
      looks = 0
      await flush()
    }
    await flush()
  }

  /// What cannot be written is kept for the next time.
  ///
  /// - Returns: whether all is written.
  @discardableResult
  func flush() async -> Bool {
    var left = uses.take()
    while !left.isEmpty {
      // Purchases wait behind each transaction.
      let next = Dictionary(uniqueKeysWithValues: left.prefix(Self.atOnce).map { ($0.key, $0.value) })
      do {
        try await store.note(next)
      } catch {
        uses.putBack(left)
        logger.warning("the use of files could not be written down", metadata: ["error": "\(error)"])
        return false
      }
      for use in next.keys { left[use] = nil }
    }
    return true
  }
}
