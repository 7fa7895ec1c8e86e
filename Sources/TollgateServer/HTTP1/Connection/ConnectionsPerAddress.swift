import NIOConcurrencyHelpers
import NIOCore
import TollgateCore

/// Counts the connections of every address, so that one client cannot take them all.
final class ConnectionsPerAddress: Sendable {
  private let limit: Int
  private let counts = NIOLockedValueBox<[String: Int]>([:])

  init(limit: Int) { self.limit = limit }

  /// Takes a place for a connection.
  ///
  /// - Returns: `false` where its address has too many.
  func enter(_ address: SocketAddress?) -> Bool {
    guard let host = Self.countedHost(address) else { return true }
    return counts.withLockedValue { counts in
      let count = counts[host, default: 0]
      guard count < limit else { return false }
      counts[host] = count + 1
      return true
    }
  }

  /// Gives the place of a connection back.
  func leave(_ address: SocketAddress?) {
    guard let host = Self.countedHost(address) else { return }
    counts.withLockedValue { counts in
      guard let count = counts[host] else { return }
      counts[host] = count > 1 ? count - 1 : nil
    }
  }

  /// The host of an address; `nil` for Unix sockets and for this machine.
  private static func countedHost(_ address: SocketAddress?) -> String? {
    guard let host = address?.ipAddress, !HostAndPort.isLoopback(host: host) else { return nil }
    return host
  }
}
