import NIOConcurrencyHelpers
import TollgateCore

/// Notes in memory when files are used, so that an answer waits for nothing. ``AssetUseFlush`` writes it down.
final class AssetUses: Sendable {
  private let uses = NIOLockedValueBox<[AssetUse: Timestamp]>([:])

  var count: Int { uses.withLockedValue(\.count) }

  func note(_ use: AssetUse, at now: Timestamp) { uses.withLockedValue { $0[use] = now } }

  func take() -> [AssetUse: Timestamp] {
    uses.withLockedValue { uses in
      defer { uses = [:] }
      return uses
    }
  }

  /// Puts back what could not be written down.
  func putBack(_ old: [AssetUse: Timestamp]) {
    uses.withLockedValue { $0.merge(old) { max($0, $1) } }
  }
}
