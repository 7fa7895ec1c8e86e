import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateUpstream

/// The last look: a connection that has reached somebody else is closed before a byte is sent.
struct PeerCheckTests {
  @Test(arguments: [("127.0.0.1", 0, true), ("127.0.0.2", 0, false), ("8.8.8.8", 0, false), ("127.0.0.1", 1, false)])
  func strangerGetsNothing(expected: String, portShift: Int, isAllowed: Bool) async throws {
    try await Canary.run { canary in
      let verdict = NIOLockedValueBox<OutboundFailure?>(nil)
      let address = try #require(IPAddress(expected))
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            let check = PeerCheck(address: address, port: canary.port + portShift, verdict: verdict)
            try channel.pipeline.syncOperations.addHandlers([check, Greeter()])
          }
        }
        .connect(host: "127.0.0.1", port: canary.port).get()
      if isAllowed {
        try await eventually("the greeting") { canary.bytes == 5 }
        try await channel.close()
      } else {
        try await channel.closeFuture.get()
        try await eventually("the connection") { canary.connections == 1 }
        #expect(canary.bytes == 0)
      }
      #expect(verdict.withLockedValue { $0 } == (isAllowed ? nil : .refused(.address)))
    }
  }

  /// Speaks first, as TLS does.
  private final class Greeter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelActive(context: ChannelHandlerContext) {
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "hello")), promise: nil)
    }
  }
}
