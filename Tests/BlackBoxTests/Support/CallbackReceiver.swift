import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

/// A server of clients, to which callbacks are posted.
struct CallbackReceiver: Sendable {
  /// What it answers; `nil` for never.
  let status: HTTPResponseStatus?
  let url: String
  private let received: NIOLockedValueBox<[Post]>

  /// What came.
  struct Post: Sendable {
    let path: String
    let headers: HTTPHeaders
    let body: [UInt8]
  }

  var posts: [Post] { received.withLockedValue { $0 } }

  /// Runs `body` with a receiver for each answer.
  static func run<Result: Sendable>(
    answering statuses: [HTTPResponseStatus?], _ body: ([CallbackReceiver]) async throws -> Result
  ) async throws -> Result {
    var receivers: [CallbackReceiver] = []
    var listeners: [any Channel] = []
    for status in statuses {
      let received = NIOLockedValueBox<[Post]>([])
      let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline()
            try channel.pipeline.syncOperations.addHandler(Handler(status: status, received: received))
          }
        }
        .bind(host: "127.0.0.1", port: 0).get()
      listeners.append(listener)
      let port = try #require(listener.localAddress?.port)
      receivers.append(CallbackReceiver(status: status, url: "http://127.0.0.1:\(port)", received: received))
    }
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body(receivers)) } catch { result = .failure(error) }
    for listener in listeners { try? await listener.close() }
    return try result.get()
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    private let status: HTTPResponseStatus?
    private let received: NIOLockedValueBox<[Post]>
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(status: HTTPResponseStatus?, received: NIOLockedValueBox<[Post]>) {
      self.status = status
      self.received = received
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        self.head = head
        body = []
      case .body(let bytes):
        body += Array(bytes.readableBytesView)
      case .end:
        guard let head else { return }
        received.withLockedValue { $0.append(Post(path: head.uri, headers: head.headers, body: body)) }
        guard let status else { return }
        let headers: HTTPHeaders = ["Content-Length": "0", "Location": "/redirected"]
        context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
  }
}
