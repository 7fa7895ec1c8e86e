import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// A server on loopback that answers every request with the same bytes and closes. It keeps what it was sent.
struct FixedServer: Sendable {
  let port: Int
  private let log: NIOLockedValueBox<String>

  /// The heads of all requests.
  var requests: String { log.withLockedValue { $0 } }

  /// Runs `body` with a server.
  ///
  /// - Parameters:
  ///   - answer: what it sends; nothing closes the connection without an answer.
  ///   - context: how it speaks TLS; `nil` for not at all.
  ///   - body: what to do with it.
  /// - Returns: what `body` returned.
  /// - Throws: what `body` throws, or why it cannot listen.
  static func answering<Result>(
    _ answer: String, over context: NIOSSLContext? = nil, _ body: (FixedServer) async throws -> Result
  ) async throws -> Result {
    let log = NIOLockedValueBox("")
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let context { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
          try channel.pipeline.syncOperations.addHandler(Answerer(answer: answer, log: log))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let server = FixedServer(port: channel.localAddress?.port ?? 0, log: log)
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body(server)) } catch { result = .failure(error) }
    try await channel.close()
    return try result.get()
  }

  private final class Answerer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: String
    private let log: NIOLockedValueBox<String>
    private var head = ""
    private var hasAnswered = false

    init(answer: String, log: NIOLockedValueBox<String>) {
      self.answer = answer
      self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      head += String(buffer: unwrapInboundIn(data))
      // The first byte of TLS.
      let isHandshake = head.utf8.first == 0x16
      guard !hasAnswered, isHandshake || head.contains("\r\n\r\n") else { return }
      hasAnswered = true
      log.withLockedValue { $0 += head }
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
      context.close(promise: nil)
    }
  }
}
