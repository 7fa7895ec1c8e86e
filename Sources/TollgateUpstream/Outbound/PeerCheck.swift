import NIOConcurrencyHelpers
import NIOCore
import TollgateCore

/// Looks at whom a new connection has reached, before a byte is sent: the handlers behind it hear of the connection only where
/// that is whom it was opened for.
final class PeerCheck: ChannelInboundHandler {
  typealias InboundIn = Any

  private let address: IPAddress
  private let port: Int
  private let verdict: NIOLockedValueBox<OutboundFailure?>

  /// - Parameters:
  ///   - address: the address that was checked and connected to.
  ///   - port: its port.
  ///   - verdict: gets the failure where it is another one.
  init(address: IPAddress, port: Int, verdict: NIOLockedValueBox<OutboundFailure?>) {
    self.address = address
    self.port = port
    self.verdict = verdict
  }

  func channelActive(context: ChannelHandlerContext) {
    let peer = context.channel.remoteAddress
    guard IPAddress(peer) == address, peer?.port == port else {
      verdict.withLockedValue { $0 = .refused(.address) }
      return context.close(promise: nil)
    }
    context.fireChannelActive()
  }
}
