import NIOConcurrencyHelpers
import TollgateCore

/// Bounds the bytes of all bodies that are in work at the same time, so that many large creates cannot exhaust the memory.
final class BodyBudget: Sendable {
  private let limit: Int
  private let reserved = NIOLockedValueBox(0)

  init(limit: ByteCount) { self.limit = limit.bytes }

  /// Reserves room for a body.
  ///
  /// - Returns: `false` where there is none now; then there is nothing to give back.
  func reserve(_ bytes: Int) -> Bool {
    reserved.withLockedValue { reserved in
      // A single body always has room: its own limit bounds it.
      guard reserved == 0 || bytes <= limit - reserved else { return false }
      reserved += bytes
      return true
    }
  }

  func giveBack(_ bytes: Int) {
    reserved.withLockedValue { $0 -= bytes }
  }
}
