import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import ServiceLifecycle
import ShortAPISimulator
import Testing
import TollgateCore

@testable import TollgateServer

/// A server on a free port whose main lane only counts.
struct ServerUnderTest: Sendable {
  static let largeBody = 32 << 20

  private struct Responder: HTTPResponder {
    typealias Context = BasicRequestContext

    let requests: NIOLockedValueBox<[String]>

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
      if request.uri.path == "/refused" { return Response(status: .contentTooLarge) }
      _ = try await request.body.collect(upTo: 1 << 20)
      requests.withLockedValue { $0.append(request.uri.path) }
      guard request.uri.path == "/large" else {
        return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "{}")))
      }
      return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(repeating: 120, count: largeBody)))
    }
  }

  let port: Int
  private let requests: NIOLockedValueBox<[String]>
  private let connections: NIOLockedValueBox<Int>

  /// The paths of all requests that were executed.
  var paths: [String] { requests.withLockedValue { $0 } }
  /// The connections that are open.
  var open: Int { connections.withLockedValue { $0 } }

  static func run(
    _ limits: ConnectionLimits = ConnectionLimits(), answerer: (any InstantAnswering)? = nil,
    _ body: (ServerUnderTest) async throws -> Void
  ) async throws {
    let requests = NIOLockedValueBox<[String]>([])
    let connections = NIOLockedValueBox(0)
    let bound = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Int.self)
    let application = Application(
      responder: Responder(requests: requests), server: .connections(.of(limits, answerer: answerer)),
      configuration: .init(
        address: .hostname("127.0.0.1", port: 0), availableConnectionsDelegate: ConnectionCount(count: connections)),
      onServerRunning: { bound.succeed($0.localAddress?.port ?? 0) }, logger: .silent)
    let group = ServiceGroup(services: [application], logger: .silent)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      let result: Result<Void, any Error>
      do {
        let port = try await bound.futureResult.get()
        result = .success(try await body(ServerUnderTest(port: port, requests: requests, connections: connections)))
      } catch {
        result = .failure(error)
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      try result.get()
    }
  }

  /// Sends pieces, and reads until the server ends the connection, or the last answer that is expected has come.
  func exchange(_ pieces: [[UInt8]], ends: Bool) async throws -> [WireAnswer] {
    try await talk { inbound, outbound in
      for piece in pieces { try await outbound.write(ByteBuffer(bytes: piece)) }
      // Behind a request that is served, the end says that there is none after it.
      if !ends { outbound.finish() }
      var bytes: [UInt8] = []
      for try await buffer in inbound { bytes += buffer.readableBytesView }
      return try WireAnswer.all(in: bytes)
    }
  }

  func talk<Result>(
    _ body: (NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws -> Result
  ) async throws -> Result {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
      }
    return try await channel.executeThenClose { try await body($0, $1) }
  }

  private struct ConnectionCount: AvailableConnectionsDelegate {
    let count: NIOLockedValueBox<Int>

    func connectionOpened() { count.withLockedValue { $0 += 1 } }
    func connectionClosed() { count.withLockedValue { $0 -= 1 } }
    func isAcceptingNewConnections() -> Bool { true }
  }
}
