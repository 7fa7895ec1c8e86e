import NIOConcurrencyHelpers
import TollgateCore

/// Bounds the bytes of all creates' bodies that are in work at the same time, so that they cannot exhaust the memory, and shares
/// them out between keys. What has come counts, not what was announced.
///
/// The bodies of a key grow only while it has less than is free, so that it leaves room to others however much it sends. The first
/// bytes of each body have a room of their own: nobody's large bodies stop the usual ones.
final class BodyShares: Sendable {
  /// So many bytes of each body come from the room for the first ones, the others from that for the rest.
  static let firstBytes = 256 * 1024

  /// What one body has.
  struct Share {
    fileprivate let key: KeyID
    fileprivate var (first, rest) = (0, 0)

    init(of key: KeyID) { self.key = key }
  }

  private struct Room {
    let limit: Int
    var used = 0
    var ofKeys: [KeyID: Int] = [:]

    /// Takes bytes for a body that has so many already.
    mutating func take(_ bytes: Int, for key: KeyID, has: Int) -> Bool {
      let ofKey = ofKeys[key, default: 0]
      // A body that is alone always has room: its own limit bounds it.
      guard used == has || ofKey + bytes <= limit - used else { return false }
      used += bytes
      ofKeys[key] = ofKey + bytes
      return true
    }

    mutating func giveBack(_ bytes: Int, of key: KeyID) {
      used -= bytes
      let left = ofKeys[key, default: 0] - bytes
      ofKeys[key] = left > 0 ? left : nil
    }
  }

  private let rooms: NIOLockedValueBox<(first: Room, rest: Room)>

  init(first: ByteCount = .mebibytes(128), rest: ByteCount = .mebibytes(256)) {
    rooms = NIOLockedValueBox((Room(limit: first.bytes), Room(limit: rest.bytes)))
  }

  /// Makes a body's share larger.
  ///
  /// - Returns: `false` where there is no room for that now; then the share is as before.
  func grow(_ share: inout Share, by bytes: Int) -> Bool {
    let first = min(bytes, Self.firstBytes - share.first)
    let rest = bytes - first
    let isTaken = rooms.withLockedValue { rooms in
      guard first == 0 || rooms.first.take(first, for: share.key, has: share.first) else { return false }
      guard rest == 0 || rooms.rest.take(rest, for: share.key, has: share.rest) else {
        rooms.first.giveBack(first, of: share.key)
        return false
      }
      return true
    }
    guard isTaken else { return false }
    share.first += first
    share.rest += rest
    return true
  }

  /// Gives a body's whole share back.
  func giveBack(_ share: Share) {
    rooms.withLockedValue { rooms in
      rooms.first.giveBack(share.first, of: share.key)
      rooms.rest.giveBack(share.rest, of: share.key)
    }
  }
}
