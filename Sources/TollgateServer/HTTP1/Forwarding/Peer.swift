import NIOCore
import TollgateCore

/// Who is at the other end of a connection.
enum Peer: Sendable, Equatable {
  case address(IPAddress)
  /// A program on this machine, over the Unix socket.
  case socket

  /// - Returns: `nil` where the system does not say.
  init?(_ address: SocketAddress?, overSocket: Bool) {
    if overSocket {
      self = .socket
      return
    }
    guard let text = address?.ipAddress, let address = IPAddress(text.prefix { $0 != "%" }) else { return nil }
    self = .address(address)
  }
}

extension TrustedProxies {
  /// Whether what a peer says of its clients is believed.
  func contains(_ peer: Peer?) -> Bool {
    switch peer {
    case nil: false
    case .socket: trustsSocket
    case .address(let address): contains(address)
    }
  }
}
