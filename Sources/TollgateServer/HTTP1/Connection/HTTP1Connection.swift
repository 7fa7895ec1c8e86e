import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// How clients' connections are set up, in place of Hummingbird's own: its decoder loses the version, and has neither deadlines nor
/// an end for bodies that nobody wants.
struct HTTP1Connection: ServerChildChannel, HTTPChannelHandler {
  typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

  let responder: HTTPChannelHandler.Responder
  let environment: ConnectionEnvironment

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      // Buffers stay with an idle connection, of which there may be thousands.
      let options = channel.syncOptions
      let buffers = AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 2048, maximum: 16_384)
      try options?.setOption(.recvAllocator, value: buffers)
      try options?.setOption(.maxMessagesPerRead, value: 1)
      let connection = ConnectionHandler(environment: environment)
      var encoding = HTTPResponseEncoder.Configuration()
      encoding.automaticallySetFramingHeaders = false
      let pipeline = channel.pipeline.syncOperations
      if let identity = environment.transport.identity {
        try pipeline.addHandler(FirstByteHandler(identity: identity, connection: connection))
      }
      try pipeline.addHandler(connection)
      try pipeline.addHandler(HTTPResponseEncoder(configuration: encoding))
      try pipeline.addHandler(ResponseHandler(connection: connection))
      return try NIOAsyncChannel(
        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    }
  }

  func handle(value: Value, logger: Logger) async { await handleHTTP(asyncChannel: value, logger: logger) }
}

extension HTTPServerBuilder {
  /// Serves HTTP/1 with these connections.
  static func connections(_ environment: ConnectionEnvironment) -> HTTPServerBuilder {
    HTTPServerBuilder { HTTP1Connection(responder: $0, environment: environment) }
  }
}
