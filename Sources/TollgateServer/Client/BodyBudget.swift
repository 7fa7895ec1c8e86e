import NIOConcurrencyHelpers
import TollgateCore

/// Bounds the bytes of all bodies that are collected at the same time.
final class BodyBudget: Sendable {
  private let limit: Int
  private let reserved = NIOLockedValueBox(0)

  init(limit: ByteCount) { self.limit = limit.bytes }

  /// Reserves room for a body.
  ///
  /// - Returns: `false` where there is none now; then there is nothing to give back.
  func reserve(_ bytes: Int) -> Bool {
    reserved.withLockedValue { reserved in
      guard bytes <= limit - reserved else { return false }
      reserved += bytes
      return true
    }
  }

  func giveBack(_ bytes: Int) {
    reserved.withLockedValue { $0 -= bytes }
  }
}
