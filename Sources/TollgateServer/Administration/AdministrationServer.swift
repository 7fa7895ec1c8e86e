import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle
package import TollgateCore

/// Serves the administration on the data folder's Unix socket until it is shut down.
package struct AdministrationServer: Service {
  /// Clients of a Unix socket know no host, and whoever sees an export on a terminal may take his time.
  private static let limits: ConnectionLimits = {
    var limits = ConnectionLimits()
    limits.requiresHost = false
    limits.stallTime = .seconds(600)
    return limits
  }()

  private let administration: any Administration
  private let metrics: (any MetricsSource)?
  private let socket: AdministrationSocket
  private let createLimit: ByteCount
  private let shutdownTime: Duration
  private let logger: Logger
  private let onListening: @Sendable () -> Void

  /// - Parameters:
  ///   - administration: answers.
  ///   - metrics: makes the page of figures; `nil` where there is none.
  ///   - socket: where to listen.
  ///   - createLimit: the largest create that is quoted.
  ///   - shutdownTime: how long clients may take when it is shut down.
  ///   - logger: where trouble is written.
  ///   - onListening: called once when the socket is there.
  package init(
    administration: any Administration, metrics: (any MetricsSource)? = nil, socket: AdministrationSocket,
    createLimit: ByteCount, shutdownTime: Duration = ConnectionLimits().shutdownTime, logger: Logger,
    onListening: @escaping @Sendable () -> Void = {}
  ) {
    self.administration = administration
    self.metrics = metrics
    self.socket = socket
    self.createLimit = createLimit
    self.shutdownTime = shutdownTime
    self.logger = logger
    self.onListening = onListening
  }

  package func run() async throws {
    try socket.prepare()
    defer { socket.remove() }
    var serverLogger = logger
    serverLogger.logLevel = max(logger.logLevel, .warning)
    var limits = Self.limits
    limits.shutdownTime = shutdownTime
    let application = Application(
      responder: SocketResponder(
        administration: AdministrationResponder(
          administration: administration, door: .socket, createLimit: createLimit, logger: logger),
        metrics: metrics.map { MetricsResponder(ServedMetrics($0, isOpen: true), door: .socket) }),
      server: .connections(
        ConnectionEnvironment(limits: limits, headerLimit: .kibibytes(32), bodyLimit: ByteCount(bytes: .max))),
      configuration: .init(address: .unixDomainSocket(path: socket.path)),
      onServerRunning: { _ in
        do {
          try socket.protect()
        } catch {
          // The data folder itself is the owner's alone.
          logger.warning("the administration socket could not be protected", metadata: ["error": "\(error)"])
        }
        onListening()
      }, logger: serverLogger)
    try await application.run()
  }
}

/// What is answered on the socket.
private struct SocketResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  let administration: AdministrationResponder
  let metrics: MetricsResponder?

  func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
    guard let metrics, MetricsResponder.isPath(request.uri.path) else {
      return try await administration.response(to: request)
    }
    do {
      return try await metrics.response(to: request)
    } catch let refusal as AdministrationRefusal {
      return try AdministrationResponder.problem(refusal)
    }
  }
}
