import CoreMetrics
import Hummingbird
import HummingbirdCore
package import Logging
import NIOConcurrencyHelpers
import NIOCore
import ServiceLifecycle
package import TollgateCore
package import TollgateEngine

/// Where and how the client API is served.
package struct ClientServerSettings: Sendable {
  package var host: String
  /// 0 for any free port.
  package var port: Int
  /// The Unix socket to listen on, in place of a host and a port; `nil` for none.
  package var socket: ListenSocket?
  /// Encryption, and the proxies that are believed.
  package var transport = ConnectionTransport()
  /// A further name under which the gateway may be asked in open mode, as `Host` and as `Origin`.
  package var publicURL: HTTPAddress?
  /// The largest body of a create. Larger ones get 413.
  package var bodyLimit: ByteCount
  /// The largest sum of all headers. Larger ones get 431.
  package var headerLimit: ByteCount
  /// Connections at the same time; more wait in the listener's backlog.
  package var maximumConnections: Int
  /// Files that are open at the same time to be sent; who asks for more gets 503.
  package var maximumFiles: Int
  /// A client that takes nothing of a file for so long is hung up on.
  package var stallTimeout: Duration
  /// What a client may do with a connection.
  package var connections = ConnectionLimits()
  /// Whether what memory knows is answered on the event loop. Without it everything is answered in the main lane, in the same
  /// words: tests compare the two.
  package var usesInstantLane = true
  /// Called for each answer of the instant lane, on the event loop; for tests that ask which lane has answered.
  package var onInstantAnswer: (@Sendable () -> Void)?

  package init(
    host: String = "127.0.0.1", port: Int = 8080, publicURL: HTTPAddress? = nil, bodyLimit: ByteCount = .mebibytes(16),
    headerLimit: ByteCount = ByteCount(bytes: 32_000), maximumConnections: Int = 10_000, maximumFiles: Int = 10_000,
    stallTimeout: Duration = .seconds(60)
  ) {
    self.host = host
    self.port = port
    self.publicURL = publicURL
    self.bodyLimit = bodyLimit
    self.headerLimit = headerLimit
    self.maximumConnections = maximumConnections
    self.maximumFiles = maximumFiles
    self.stallTimeout = stallTimeout
  }
}

/// The administration as it is offered over TCP.
package struct NetworkAdministration: Sendable {
  let administration: any Administration
  let token: AdminToken

  /// - Parameters:
  ///   - administration: answers.
  ///   - token: whoever has it may do everything.
  package init(_ administration: any Administration, token: AdminToken) {
    self.administration = administration
    self.token = token
  }
}

/// Serves the client API over TCP or a Unix socket until it is shut down: then no new connections, and what is being answered is answered.
package struct ClientServer: Service {
  /// Connections that the kernel keeps waiting.
  private static let backlog = 4096
  private let gateway: Gateway
  private let settings: ClientServerSettings
  private let assets: AssetSource?
  private let administration: NetworkAdministration?
  private let console: ConsoleSettings?
  private let metrics: ServedMetrics?
  private let measures: ServerMeasures
  private let requestLog: RequestLog
  private let logger: Logger
  private let onListening: @Sendable (_ port: Int) async -> Void

  /// - Parameters:
  ///   - gateway: answers.
  ///   - settings: where to listen, and the limits.
  ///   - assets: the files that links lead to; `nil` where none are kept.
  ///   - administration: what is answered under `/-/api/`; `nil` for nothing.
  ///   - console: what the console shows; `nil` where there is none.
  ///   - metrics: what is answered under `/-/metrics`; `nil` for nothing.
  ///   - measures: told how long answers take.
  ///   - requestLog: gets the lines of requests.
  ///   - logger: where trouble is written.
  ///   - onListening: called once with the bound port.
  package init(
    gateway: Gateway, settings: ClientServerSettings, assets: AssetSource? = nil,
    administration: NetworkAdministration? = nil, console: ConsoleSettings? = nil, metrics: ServedMetrics? = nil,
    measures: ServerMeasures = ServerMeasures(NOOPMetricsHandler.instance), requestLog: RequestLog = .none, logger: Logger,
    onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
  ) {
    self.gateway = gateway
    self.settings = settings
    self.assets = assets
    self.administration = administration
    self.console = console
    self.metrics = metrics
    self.measures = measures
    self.requestLog = requestLog
    self.logger = logger
    self.onListening = onListening
  }

  package func run() async throws {
    let requestGuard = RequestGuard(publicAuthority: settings.publicURL?.authority)
    let links = LinkBase(
      publicURL: settings.publicURL,
      listener: settings.socket == nil ? HostAndPort.join(settings.host, settings.port) : "localhost",
      isSecure: settings.transport.isSecure)
    let lane =
      settings.usesInstantLane
      ? InstantLane(
        gateway: gateway, requestGuard: requestGuard, links: links, times: measures.instant,
        log: requestLog.detail == .all ? requestLog : nil, onAnswer: settings.onInstantAnswer) : nil
    let environment = ConnectionEnvironment(
      limits: settings.connections, headerLimit: settings.headerLimit, bodyLimit: settings.bodyLimit, answerer: lane,
      transport: settings.transport)
    let gate = ConsoleGate(names: requestGuard, listener: settings.host)
    let responder = ClientResponder(
      gateway: gateway, settings: settings,
      requestGuard: requestGuard, links: links,
      bodies: BodyShares(),
      assets: assets.map {
        AssetResponder(
          source: $0, maximumFiles: settings.maximumFiles, patience: TimeAmount(settings.stallTimeout), logger: logger)
      },
      administration: administration.map {
        AdministrationResponder(
          administration: $0.administration, door: .network(token: $0.token, gateway: gateway), createLimit: settings.bodyLimit,
          logger: logger)
      },
      console: try console.map {
        try ConsoleResponder(
          $0, gate: gate, links: links, isOpen: { [gateway] in gateway.keyRing.mode == .open }, logger: logger)
      },
      metrics: metrics.map {
        MetricsResponder($0, door: .network(token: administration?.token ?? AdminToken(nil), gateway: gateway))
      },
      measures: measures, requestLog: requestLog, logger: logger)
    var serverLogger = logger
    serverLogger.logLevel = max(logger.logLevel, .warning)
    try settings.socket?.prepare()
    let ownSocket = NIOLockedValueBox<ListenSocket.FileIdentity?>(nil)
    defer { settings.socket?.remove(ownSocket.withLockedValue { $0 }) }
    let application = Application(
      responder: responder, server: .connections(environment),
      configuration: .init(
        address: settings.socket.map { .unixDomainSocket(path: $0.path) } ?? .hostname(settings.host, port: settings.port),
        backlog: Self.backlog,
        availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections, logger: serverLogger)),
      onServerRunning: { listener in
        if let socket = settings.socket {
          ownSocket.withLockedValue { $0 = socket.file }
          if !socket.protect() {
            logger.warning("the socket's group could not be let in", metadata: ["socket": "\(socket.path)"])
          }
        }
        await onListening(listener.localAddress?.port ?? settings.port)
      }, logger: serverLogger)
    try await application.run()
  }
}
