import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1

/// An open connection to a server that was checked.
struct GuardedConnection: Sendable {
  /// What comes. Requests are written to the channel, since nothing is written after them that would have to wait.
  let parts: NIOAsyncChannel<HTTPClientResponsePart, Never>
  /// Why the connection was closed from this side.
  let verdict: NIOLockedValueBox<OutboundFailure?>
  let pace: NIOLoopBound<Pace>

  /// Writes a whole request. Where that fails, the connection ends, and the answer says so.
  func send(_ request: OutboundRequest, userAgent: String) {
    let channel = parts.channel
    channel.write(HTTPClientRequestPart.head(request.head(userAgent: userAgent)), promise: nil)
    if !request.body.isEmpty {
      channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: request.body))), promise: nil)
    }
    channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
  }

  /// The head has come.
  func beginBody() { parts.channel.eventLoop.execute { pace.value.beginBody() } }

  /// Closes at once.
  func abort() { parts.channel.eventLoop.execute { pace.value.abort() } }
}
