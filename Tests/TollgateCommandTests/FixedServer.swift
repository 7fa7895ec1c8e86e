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

  /// An answer with a body.
  static func answer(_ status: String, _ body: String, type: String = "application/json", fields: String = "") -> String {
    "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\n\(fields)Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
      + body
  }

  /// An error as the administration answers it.
  static func problem(_ status: String, _ body: String) -> String { answer(status, body, type: "application/problem+json") }

  /// Runs `body` with a server.
  ///
  /// - Parameters:
  ///   - answer: what it sends; nothing closes the connection without an answer.
  ///   - context: how it speaks TLS; `nil` for not at all.
  ///   - closes: whether the connection ends with the answer.
  ///   - body: what to do with it.
  /// - Returns: what `body` returned.
  /// - Throws: what `body` throws, or why it cannot listen.
  static func answering<Result>(
    _ answer: String, over context: NIOSSLContext? = nil, closes: Bool = true, _ body: (FixedServer) async throws -> Result
  ) async throws -> Result {
    let log = NIOLockedValueBox("")
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let context { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
          try channel.pipeline.syncOperations.addHandler(Answerer(answer: answer, closes: closes, log: log))
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
    private let closes: Bool
    private let log: NIOLockedValueBox<String>
    private var head = ""
    private var hasAnswered = false

    init(answer: String, closes: Bool, log: NIOLockedValueBox<String>) {
      self.answer = answer
      self.closes = closes
      self.log = log
    }

    /// Whether the request has come to its end. Who closes before it may take the answer away from the client.
    private var isWhole: Bool {
      let parts = head.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
      guard let fields = parts.first, let body = parts.dropFirst().first else { return false }
      if fields.contains(/transfer-encoding: chunked/.ignoresCase()) { return "\r\n\(body)".hasSuffix("\r\n0\r\n\r\n") }
      let length = fields.firstMatch(of: /content-length: ([0-9]+)/.ignoresCase()).flatMap { Int($0.1) } ?? 0
      return body.utf8.count >= length
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      head += String(buffer: unwrapInboundIn(data))
      // The first byte of TLS.
      let isHandshake = head.utf8.first == 0x16
      guard !hasAnswered, isHandshake || isWhole else { return }
      hasAnswered = true
      log.withLockedValue { $0 += head }
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
      if closes { context.close(promise: nil) }
    }
  }
}
