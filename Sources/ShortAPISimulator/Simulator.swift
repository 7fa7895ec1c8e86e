package import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import ServiceLifecycle
package import TollgateCore

/// A ShortAPI that runs on this machine and can be told to fail in every way: it takes creates, charges them in its log, lets
/// its jobs end after a while and hosts small real files as their results.
package final class Simulator: Service, Sendable {
  let configuration: SimulatorConfiguration
  let logger: Logger
  let time: any TimeSource
  let catalogue = Catalogue.builtIn
  let state: NIOLockedValueBox<SimulatorState>
  let log: RefereeLog
  let callbackSignals: AsyncStream<String>
  let scheduleCallback: AsyncStream<String>.Continuation
  private let bound = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Int.self)

  /// A simulator that does nothing before ``run()``.
  ///
  /// - Parameters:
  ///   - configuration: how it behaves from its start.
  ///   - logger: gets a line at the start and about callbacks that fail.
  ///   - time: the clock of jobs and files.
  package init(
    configuration: SimulatorConfiguration, logger: Logger, time: any TimeSource = SystemTimeSource()
  ) {
    self.configuration = configuration
    self.logger = logger
    self.time = time
    state = NIOLockedValueBox(SimulatorState(faults: FaultBook(configuration.faults, seed: configuration.seed)))
    log = RefereeLog(path: configuration.log)
    (callbackSignals, scheduleCallback) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.maximumCallbacks))
  }

  deinit { bound.fail(SimulatorInputError("the simulator was never started")) }

  /// The port that the simulator listens on; waits until it does.
  ///
  /// - Throws: why it does not listen.
  package func port() async throws -> Int { try await bound.futureResult.get() }

  /// Serves until the task is cancelled or a graceful shutdown begins. Either closes every connection at once.
  ///
  /// - Throws: where the referee's log cannot be opened or the address not be listened on.
  package func run() async throws {
    do {
      try await cancelWhenGracefulShutdown { try await self.serve() }
    } catch is CancellationError {
      // The usual end. Whoever still waits for the port waits in vain.
      bound.fail(CancellationError())
    } catch {
      bound.fail(error)
      throw error
    }
  }

  private func serve() async throws {
    for accepted in try log.open() { restore(accepted) }
    let open = OpenConnections()
    // Also those that have been accepted and not been looked at yet: whoever asked on one would wait for ever.
    defer { open.close() }
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 4096)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .bind(host: configuration.host, port: configuration.port) { channel in
        open.add(channel)
        return Connection.setUp(channel)
      }
    let port = server.channel.localAddress?.port ?? configuration.port
    state.withLockedValue { $0.publicURL = configuration.publicURL ?? Self.url(host: configuration.host, port: port) }
    logger.info("the simulator listens", metadata: ["host": "\(configuration.host)", "port": "\(port)"])
    bound.succeed(port)
    try await server.executeThenClose { connections in
      try await withThrowingDiscardingTaskGroup { group in
        group.addTask { await self.log.run() }
        group.addTask { await self.runCallbacks() }
        for try await channel in connections {
          group.addTask { await self.connection(channel).run() }
        }
        group.cancelAll()
      }
    }
  }

  /// The address that links begin with. Of a simulator that listens everywhere that is loopback.
  private static func url(host: String, port: Int) -> String {
    switch host {
    case "0.0.0.0", "::": "http://127.0.0.1:\(port)"
    case _ where host.contains(":"): "http://[\(host)]:\(port)"
    default: "http://\(host):\(port)"
    }
  }

  private func connection(_ channel: Connection.Parts) -> Connection {
    Connection(channel: channel, react: { await self.react(to: $0) }, finished: { self.finish($0) })
  }
}
