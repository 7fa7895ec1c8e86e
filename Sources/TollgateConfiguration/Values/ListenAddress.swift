import TollgateCore

/// Where the server listens: at a host and a port, or on a Unix socket.
package enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
  /// An IP address without brackets or a host name, and a port from 1 to 65535.
  case network(host: String, port: Int)
  /// The absolute path of a Unix socket.
  case socket(path: String)

  /// `127.0.0.1:8080`.
  package static let standard = ListenAddress.network(host: "127.0.0.1", port: 8080)
  private static let socketPrefix = "unix:"

  /// Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` or `unix:/run/tollgate/tollgate.sock`.
  ///
  /// - Returns: `nil` where the text is anything else, the port is not from 1 to 65535, or the path is no socket's.
  package init?(_ text: String) {
    if text.hasPrefix(Self.socketPrefix) {
      let path = String(text.dropFirst(Self.socketPrefix.count))
      guard SocketPath.isUsable(path) else { return nil }
      self = .socket(path: path)
    } else {
      guard let (host, port) = HostAndPort.split(text), let port else { return nil }
      self = .network(host: host, port: port)
    }
  }

  /// The host; `nil` for a socket.
  package var host: String? {
    if case .network(let host, _) = self { host } else { nil }
  }

  /// The port; `nil` for a socket.
  package var port: Int? {
    if case .network(_, let port) = self { port } else { nil }
  }

  /// Whether only programs on this machine reach it. A host name other than `localhost` may mean anything, so it is not.
  package var isLoopback: Bool { host.map { HostAndPort.isLoopback(host: $0) } ?? true }

  /// `127.0.0.1:8080`, `[::1]:8080`, `unix:/run/tollgate/tollgate.sock`.
  package var description: String {
    switch self {
    case .network(let host, let port): HostAndPort.join(host, port)
    case .socket(let path): Self.socketPrefix + path
    }
  }
}
