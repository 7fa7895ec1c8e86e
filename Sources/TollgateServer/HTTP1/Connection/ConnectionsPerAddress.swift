import NIOConcurrencyHelpers
import NIOCore
import TollgateCore

/// Counts the connections of every address, so that one client cannot take them all.
final class ConnectionsPerAddress: Sendable {
  private let limit: Int
  private let counts = NIOLockedValueBox<[String: Int]>([:])

  init(limit: Int) { self.limit = limit }

  /// A connection's place, which it has to give back.
  struct Place {
    /// `nil` where it is not counted.
    fileprivate let host: String?
  }

  /// Takes a place for a connection.
  ///
  /// - Returns: `nil` where its address has too many.
  func enter(_ address: SocketAddress?) -> Place? {
    // Programs on this machine share an address, and Unix sockets have none.
    guard let host = address?.ipAddress, !HostAndPort.isLoopback(host: host) else { return Place(host: nil) }
    return counts.withLockedValue { counts in
      let count = counts[host, default: 0]
      guard count < limit else { return nil }
      counts[host] = count + 1
      return Place(host: host)
    }
  }

  /// Gives a place back.
  func leave(_ place: Place) {
    guard let host = place.host else { return }
    counts.withLockedValue { counts in
      guard let count = counts[host] else { return }
      counts[host] = count > 1 ? count - 1 : nil
    }
  }
}
