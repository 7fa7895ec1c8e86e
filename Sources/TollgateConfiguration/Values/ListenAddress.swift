import TollgateCore

/// Where the server listens: a host and a port.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
  /// An IP address without brackets, or a host name.
  package let host: String
  /// 1 to 65535.
  package let port: Int

  /// `127.0.0.1:8080`.
  package static let standard = ListenAddress(host: "127.0.0.1", port: 8080)

  private init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`.
  ///
  /// - Returns: `nil` where the text is anything else, or the port is not from 1 to 65535.
  package init?(_ text: String) {
    guard let (host, port) = HostAndPort.split(text), let port else { return nil }
    self.init(host: host, port: port)
  }

  /// Whether only programs on this machine reach it. A host name other than `localhost` may mean anything, so it is not.
  package var isLoopback: Bool { HostAndPort.isLoopback(host: host) }

  /// `127.0.0.1:8080`, `[::1]:8080`.
  package var description: String { HostAndPort.join(host, port) }
}
