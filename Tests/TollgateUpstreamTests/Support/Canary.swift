import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

/// Listeners on addresses of loopback, all at one port, that nobody may reach. They count who does.
struct Canary: Sendable {
  static let hosts = ["127.0.0.1", "127.0.0.2", "127.255.255.254", "::1"]

  let port: Int
  private let counts: NIOLockedValueBox<(connections: Int, bytes: Int)>

  /// How many connections were accepted so far.
  var connections: Int { counts.withLockedValue { $0.connections } }
  /// How many bytes came over them.
  var bytes: Int { counts.withLockedValue { $0.bytes } }

  /// Runs `body` with listeners on these addresses, at one port, which is any free one where it is 0.
  static func run<Result: Sendable>(
    hosts: [String] = hosts, port wanted: Int = 0, _ body: (Canary) async throws -> Result
  ) async throws -> Result {
    let counts = NIOLockedValueBox((connections: 0, bytes: 0))
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 1024)
      .childChannelInitializer { channel in
        counts.withLockedValue { $0.connections += 1 }
        return channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Counter(counts)) }
      }
    var listeners: [any Channel] = []
    var port = wanted
    for host in hosts {
      let listener = try await bootstrap.bind(host: host, port: port).get()
      listeners.append(listener)
      port = try #require(listener.localAddress?.port)
    }
    do {
      let result = try await body(Canary(port: port, counts: counts))
      for listener in listeners { try await listener.close() }
      return result
    } catch {
      for listener in listeners { try? await listener.close() }
      throw error
    }
  }

  private final class Counter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let counts: NIOLockedValueBox<(connections: Int, bytes: Int)>
    init(_ counts: NIOLockedValueBox<(connections: Int, bytes: Int)>) { self.counts = counts }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let count = unwrapInboundIn(data).readableBytes
      counts.withLockedValue { $0.bytes += count }
    }
  }
}
