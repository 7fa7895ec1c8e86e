import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// A server on loopback that does, byte by byte, what a script says. It keeps what it was sent.
struct RawServer: Sendable {
  /// One accepted connection, as a script sees it. Only its script uses it.
  final class Peer: Sendable {
    private let channel: any Channel
    private let inbound: AsyncStream<[UInt8]>
    private let unread = NIOLockedValueBox<[UInt8]>([])
    private let requestLog: NIOLockedValueBox<[[UInt8]]>

    init(channel: any Channel, inbound: AsyncStream<[UInt8]>, requestLog: NIOLockedValueBox<[[UInt8]]>) {
      self.channel = channel
      self.inbound = inbound
      self.requestLog = requestLog
    }

    /// Reads until a whole request is there, and returns it. An empty one means that the client closed.
    @discardableResult
    func request() async -> [UInt8] {
      guard let length = await read(until: { RequestBytes($0).length }) else { return [] }
      let request = unread.withLockedValue { bytes in
        defer { bytes.removeFirst(length) }
        return Array(bytes.prefix(length))
      }
      requestLog.withLockedValue { $0.append(request) }
      return request
    }

    /// Reads until `count` bytes are there.
    func read(_ count: Int) async { _ = await read { $0.count >= count ? count : nil } }

    /// Waits until the client closes.
    func closed() async { for await _ in inbound {} }

    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }
    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Closes, with everything sent before.
    func close() async throws { try await channel.close() }

    /// Closes with a reset instead of an orderly end.
    func reset() async throws {
      guard let socket = channel as? any SocketOptionProvider else { return }
      try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
      try await close()
    }

    /// Closes under TLS, without its goodbye.
    func hangUp() async throws {
      let channel = channel
      try await channel.eventLoop.submit {
        try channel.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self).close(promise: nil)
      }.get()
    }

    private func read(until enough: ([UInt8]) -> Int?) async -> Int? {
      if let length = unread.withLockedValue({ enough($0) }) { return length }
      for await part in inbound {
        let length = unread.withLockedValue { bytes in
          bytes += part
          return enough(bytes)
        }
        if let length { return length }
      }
      return nil
    }
  }

  typealias Script = @Sendable (Peer) async throws -> Void

  let port: Int
  private let requestLog: NIOLockedValueBox<[[UInt8]]>
  private let connectionCount: NIOLockedValueBox<Int>

  /// The whole requests so far.
  var requests: [[UInt8]] { requestLog.withLockedValue { $0 } }
  /// How many connections were accepted so far.
  var connections: Int { connectionCount.withLockedValue { $0 } }

  /// Runs `body` with a server that plays `script` on every connection and then closes that.
  static func run<Result: Sendable>(
    tls: NIOSSLContext? = nil, script: @escaping Script, _ body: (RawServer) async throws -> Result
  ) async throws -> Result {
    let requestLog = NIOLockedValueBox<[[UInt8]]>([])
    let (peers, accept) = AsyncStream<Peer>.makeStream()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let (inbound, arrive) = AsyncStream<[UInt8]>.makeStream()
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          try channel.pipeline.syncOperations.addHandler(ArrivalHandler(arrive))
          accept.yield(Peer(channel: channel, inbound: inbound, requestLog: requestLog))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(listener.localAddress?.port)
    let server = RawServer(port: port, requestLog: requestLog, connectionCount: NIOLockedValueBox(0))
    return try await withThrowingDiscardingTaskGroup { group in
      group.addTask {
        await withDiscardingTaskGroup { connections in
          for await peer in peers {
            server.connectionCount.withLockedValue { $0 += 1 }
            connections.addTask {
              // What a script does to its connection may make reading and writing fail; that is what it is for.
              try? await script(peer)
              try? await peer.close()
            }
          }
        }
      }
      defer {
        accept.finish()
        group.cancelAll()
      }
      do {
        let result = try await body(server)
        try await listener.close()
        return result
      } catch {
        try? await listener.close()
        throw error
      }
    }
  }
}

/// Passes what arrives on to a stream, which ends with the connection.
private final class ArrivalHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let arrive: AsyncStream<[UInt8]>.Continuation

  init(_ arrive: AsyncStream<[UInt8]>.Continuation) { self.arrive = arrive }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    arrive.yield(Array(unwrapInboundIn(data).readableBytesView))
  }

  func channelInactive(context: ChannelHandlerContext) {
    arrive.finish()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// The bytes of a request, taken apart by hand.
struct RequestBytes {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var headEnd: Int? {
    bytes.indices.dropLast(3).first { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) }.map { $0 + 4 }
  }

  /// The request line and the header lines.
  var headLines: [String] {
    String(decoding: bytes.prefix(headEnd ?? 0), as: UTF8.self).split(separator: "\r\n").map(String.init)
  }

  var body: [UInt8] { Array(bytes.dropFirst(headEnd ?? 0)) }

  /// The length of the whole request, once its head is there and its body too.
  var length: Int? {
    guard let headEnd else { return nil }
    let lengths = headLines.compactMap { line in
      line.lowercased().hasPrefix("content-length: ") ? Int(line.dropFirst(16)) : nil
    }
    let length = headEnd + (lengths.first ?? 0)
    return bytes.count >= length ? length : nil
  }
}
