import NIOConcurrencyHelpers
import NIOCore
import TollgateCore

/// Counts the connections of every address, so that one client cannot take them all. Whoever has one address of IPv6 has its
/// whole network of 64 bits, and is counted by that.
final class ConnectionsPerAddress: Sendable {
  private let limit: Int
  private let counts = NIOLockedValueBox<[[UInt8]: Int]>([:])

  init(limit: Int) { self.limit = limit }

  /// A connection's place, which it has to give back.
  struct Place {
    /// `nil` where it is not counted.
    fileprivate let network: [UInt8]?
  }

  /// Takes a place for a connection.
  ///
  /// - Returns: `nil` where its address has too many.
  func enter(_ address: SocketAddress?) -> Place? {
    // Programs on this machine share an address, and Unix sockets have none.
    guard let host = address?.ipAddress, !HostAndPort.isLoopback(host: host), let address = IPAddress(host) else {
      return Place(network: nil)
    }
    let network = address.bytes.count == 16 ? Array(address.bytes.prefix(8)) : address.bytes
    return counts.withLockedValue { counts in
      let count = counts[network, default: 0]
      guard count < limit else { return nil }
      counts[network] = count + 1
      return Place(network: network)
    }
  }

  /// Gives a place back.
  func leave(_ place: Place) {
    guard let network = place.network else { return }
    counts.withLockedValue { counts in
      guard let count = counts[network] else { return }
      counts[network] = count > 1 ? count - 1 : nil
    }
  }
}
