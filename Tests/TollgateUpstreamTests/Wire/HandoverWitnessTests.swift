import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import TollgateUpstream

@Suite("The witness of a handover", .timeLimit(.minutes(15)))
struct HandoverWitnessTests {
  /// Stands where AsyncHTTPClient's handler stands, and asks the witness while it is written to.
  private final class Spy: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    let seen = NIOLockedValueBox<[Bool]>([])
    private let witness: HandoverWitness

    init(_ witness: HandoverWitness) { self.witness = witness }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
      seen.withLockedValue { $0.append(witness.isHandingOver(on: context.eventLoop)) }
      context.write(data, promise: promise)
    }
  }

  @Test("knows it during the write, and not before or after")
  func duringTheWrite() async throws {
    try await RawServer.run { peer in
      await peer.closed()
    } _: { server in
      let witness = HandoverWitness()
      let seen = NIOLockedValueBox<[Bool]>([])
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "127.0.0.1", port: server.port).get()
      try await channel.eventLoop.submit {
        let spy = Spy(witness)
        try channel.pipeline.syncOperations.addHandler(spy)
        try witness.watch(channel)
        seen.withLockedValue { $0.append(witness.isHandingOver(on: channel.eventLoop)) }
      }.get()
      try await channel.eventLoop.submit {
        channel.pipeline.syncOperations.writeAndFlush(NIOAny(ByteBuffer(string: "x")), promise: nil)
        let spy = try channel.pipeline.syncOperations.handler(type: Spy.self)
        seen.withLockedValue { $0 += spy.seen.withLockedValue { $0 } + [witness.isHandingOver(on: channel.eventLoop)] }
      }.get()
      #expect(seen.withLockedValue { $0 } == [false, true, false])
      try await channel.close()
    }
  }
}
