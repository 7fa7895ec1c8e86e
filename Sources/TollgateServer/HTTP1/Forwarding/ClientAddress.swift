import HTTPTypes
import NIOCore
import TollgateCore

/// Whose request it is, for people who read a log.
struct ClientAddress: CustomStringConvertible {
  let description: String

  /// - Parameters:
  ///   - request: its head.
  ///   - channel: the connection that it came over.
  ///   - proxies: who is believed.
  ///   - overSocket: whether the connection is one of a Unix socket.
  init(of request: HTTPRequest, over channel: any Channel, trusting proxies: TrustedProxies, overSocket: Bool) {
    let peer = Peer(channel.remoteAddress, overSocket: overSocket)
    if proxies.contains(peer), let client = ForwardedFields.client(in: request.headerFields, trusting: proxies) {
      description = "\(client)"
    } else {
      description =
        switch peer {
        case .address(let address): "\(address)"
        case .socket: "unix"
        case nil: "unknown"
        }
    }
  }
}
