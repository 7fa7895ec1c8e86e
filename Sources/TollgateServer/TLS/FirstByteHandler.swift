import NIOCore
import NIOSSL

/// Looks at the first byte of a connection that is to be encrypted. A handshake is handed to TLS; whoever speaks in the clear is
/// told so in the clear, instead of being hung up on without a word.
///
/// It also keeps the memory that TLS takes for a connection from those who say nothing.
final class FirstByteHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// The type of the record that a handshake begins with (RFC 8446, §5.1).
  private static let handshake: UInt8 = 22

  private let identity: ServerIdentity
  private let connection: ConnectionHandler

  init(identity: ServerIdentity, connection: ConnectionHandler) {
    self.identity = identity
    self.connection = connection
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    let pipeline = context.pipeline.syncOperations
    do {
      if bytes.readableBytesView.first == Self.handshake {
        try pipeline.addHandlers(
          NIOSSLServerHandler(context: identity.context), TLSErrorHandler(), position: .after(self))
      } else {
        connection.isInTheClear = true
      }
      context.fireChannelRead(data)
      pipeline.removeHandler(context: context, promise: nil)
    } catch {
      context.close(promise: nil)
    }
  }
}

/// Keeps what is wrong with a client's encryption to itself: the connection is closed for it, and the main lane need not know. A
/// client that ends its side without a goodbye of TLS has ended it like any other: how long a message is, HTTP says itself.
final class TLSErrorHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case is NIOSSLError, is BoringSSLError, is NIOSSLCloseTimedOutError: break
    default: context.fireErrorCaught(error)
    }
  }
}
