import CoreMetrics
import Foundation
import Logging
import ServiceLifecycle
import TollgateConfiguration
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateStore
import TollgateTelemetry
import TollgateUpstream

/// One run of the gateway: the one place where its parts are put together.
struct GatewayProcess {
  /// How long another process may take to let the data folder go, such as a command that is about to end.
  private static let patience: Duration = .milliseconds(400)
  private static let pause: Duration = .milliseconds(50)
  /// How long bringing an old store to the schema of this version may take, at most.
  private static let migrationTime: Duration = .seconds(3600)
  /// What a service manager grants on top of what a graceful end may take.
  private static let reserve: Duration = .seconds(5)

  let configuration: GatewayConfiguration
  /// Reads the configuration again.
  let load: @Sendable () throws(CommandFailure) -> GatewayConfiguration
  let logLevel: LogLevel
  let logger: Logger

  /// Serves until a signal or a failure ends it.
  func run() async throws {
    UnusedMemory.limitHeaps()
    let signals = await ProcessEnd.signals()
    let store = try await openStore()
    let services: [any Service]
    let reloading: Reloading
    do {
      (services, reloading) = try await assemble(store)
    } catch {
      await store.close()
      throw CommandFailure(startFailure: error)
    }
    do {
      try await ProcessEnd.run(
        on: store, services, until: signals,
        stoppingWithin: configuration.gracePeriod, logger: logger,
        onHangup: { _ = try? await reloading.reload() })
    } catch {
      throw CommandFailure(runFailure: error)
    }
    logger.notice("stopped")
  }

  private func openStore() async throws -> SQLiteStore {
    let deadline = ContinuousClock.now + Self.patience
    while true {
      do throws(StoreOpenError) {
        return try SQLiteStore.open(folder: configuration.storage.path) { change in
          logger.notice(
            "the store is of an older version and is brought to the schema of this one, which may take minutes",
            metadata: ["from": "\(change.from)", "to": "\(change.to)"])
          ServiceManager.current.tell(.busy(for: Self.migrationTime))
        }
      } catch {
        guard case .inUse = error, ContinuousClock.now < deadline else { throw CommandFailure(error) }
      }
      try await Task.sleep(for: Self.pause)
    }
  }

  /// The services that stand on the store, each after those that it depends on: they are stopped from the last to the first.
  private func assemble(_ store: SQLiteStore) async throws -> ([any Service], Reloading) {
    try AccessRules.check(configuration, hasStoredKeys: try await !store.keys().isEmpty)
    let identity = try ServerIdentity.of(configuration, at: SystemTimeSource().now())
    for warning in identity?.certificate.warnings ?? [] { logger.warning("\(warning)") }
    let blobs = try await BlobFolder.open(in: configuration.storage.path, of: store, mayBeMissing: false)
    let time = SystemTimeSource()
    let connections = OutboundConnections(
      upstream: ShortAPIClient(configuration: configuration.upstreamSettings(version: Tollgate.version), clock: time),
      downloader: FileDownloader(configuration: configuration.downloadSettings(version: Tollgate.version)),
      poster: configuration.callbackPoster(version: Tollgate.version, clock: time))
    let metrics = MetricsRegistry(logger: logger)
    MetricsSystem.bootstrap(metrics)
    let engine: Engine
    let assets: AssetSource
    do {
      engine = try await Engine.start(
        policy: configuration.gatewayPolicy, catalogue: Catalogue.builtIn.overriding(configuration.modelRules),
        declaration: configuration.declaration(at: time.now()), ownCredential: configuration.upstream.apiKey,
        callbacks: configuration.callbackDelivery(by: connections.poster), store: store, upstream: connections.upstream,
        files: FileKeeping(source: connections.downloader, blobs: blobs), metrics: metrics, time: time, logger: logger)
      assets = AssetSource(gateway: engine.gateway, blobs: blobs)
    } catch {
      await connections.close()
      throw error
    }
    var administration = engine.administration
    administration.declared.take(configuration)
    let adminToken = AdminToken(configuration.admin.token)
    let reloading = Reloading(
      of: configuration, load: load, engine: engine, adminToken: adminToken, logLevel: logLevel,
      hooks: reloadHooks(identity), logger: logger)
    administration.reload = { () async throws(AdministrationError) in try await reloading.reload() }
    administration.backups = FolderBackup(store: store, dataFolder: configuration.storage.path)
    let parts: [any Service] =
      [Heartbeat(manager: .current), EventLoopsFirst(), EventLoopLag(metrics), UnusedMemory(), connections] + engine.services
    let measures = ServerMeasures(metrics)
    metrics.observe(histogram: "tollgate_http_seconds", "instant") { measures.instant.values }
    let page = MetricsPage(registry: metrics, source: engine.figures, version: Tollgate.version, time: time)
    // Whoever sees the client API ready may administer the gateway.
    let (administered, begin) = AsyncStream.makeStream(of: Void.self)
    let services: [any Service] = [
      administrationServer(administration, page, onListening: { begin.yield() }),
      LaterService(
        clientServer(of: engine, administration, adminToken, assets: assets, identity: identity, page, measures, time: time),
        after: administered),
      StopNotice(manager: .current, limit: configuration.gracePeriod + Self.reserve),
      DrainAtShutdown(drain: engine.drain),
    ]
    return (parts + services, reloading)
  }

  /// The service manager hears of a reload, and the certificate's files are read anew, whether or not the setting has changed.
  private func reloadHooks(_ identity: ServerIdentity?) -> Reloading.Hooks {
    var hooks = Reloading.Hooks()
    hooks.begins = { ServiceManager.current.tell(.reloading) }
    hooks.ends = { ServiceManager.current.tell(.ready) }
    hooks.rereads = { [logger] configuration throws(CommandFailure) in
      guard let identity else { return {} }
      do throws(CertificateError) {
        let certificate = try identity.read(at: SystemTimeSource().now())
        for warning in certificate.warnings { logger.warning("\(warning)") }
        return { identity.use(certificate) }
      } catch {
        throw CommandFailure(error, in: configuration)
      }
    }
    return hooks
  }

  private func administrationServer(
    _ administration: any Administration, _ page: MetricsPage, onListening: @escaping @Sendable () -> Void
  ) -> any Service {
    let socket = AdministrationSocket(dataFolder: configuration.storage.path)
    let server = AdministrationServer(
      administration: administration, metrics: page, socket: socket, createLimit: configuration.server.limits.body,
      shutdownTime: configuration.shutdownTime, logger: logger, onListening: onListening)
    return ExplainedService(server) { error in
      CommandFailure(
        .configuration, "The socket \(socket.link) cannot be made: \(Words.reason(of: error)); check storage.path.")
    }
  }

  private func clientServer(
    of engine: Engine, _ administration: any Administration, _ adminToken: AdminToken, assets: AssetSource,
    identity: ServerIdentity?, _ page: MetricsPage, _ measures: ServerMeasures, time: any TimeSource
  ) -> any Service {
    let mode = engine.gateway.keyRing.mode
    var settings = configuration.clientServerSettings(identity: identity)
    let shares = fileShares()
    settings.maximumConnections = shares.connections
    settings.maximumFiles = shares.sentFiles
    let console = ConsoleSettings(
      administration: administration, token: adminToken, timeZone: configuration.timeZone, time: time)
    let server = ClientServer(
      gateway: engine.gateway, settings: settings, assets: assets,
      administration: NetworkAdministration(administration, token: adminToken), console: console,
      metrics: ServedMetrics(page, isOpen: configuration.metrics.open), measures: measures,
      requestLog: RequestLog(
        RequestLog.Detail(configuration.log.requests), showsPrompts: configuration.log.prompts, logger: logger),
      logger: logger,
      onListening: { _ in announce(mode: mode) })
    return ExplainedService(server) { [configuration] error in
      CommandFailure(
        .configuration,
        "Cannot listen on \(configuration.server.listen): \(Words.reason(of: error)); end what uses it, or choose another "
          + "server.listen (\(configuration.origin(of: "server.listen"))).")
    }
  }

  /// The clients' connections for which there are files, as far as the system allows, and the files that are sent over them.
  private func fileShares() -> OpenFileLimit.Shares {
    let files = OpenFileLimit.raise()
    let shares = OpenFileLimit.Shares(of: files, connections: configuration.server.limits.connections)
    if shares.connections < configuration.server.limits.connections {
      logger.warning(
        "the system allows fewer open files than server.limits.connections needs; raise it with ulimit -n",
        metadata: ["files": "\(files)", "connections": "\(shares.connections)", "sent_files": "\(shares.sentFiles)"])
    }
    return shares
  }

  private func announce(mode: KeyRing.Mode) {
    ServiceManager.current.tell(.ready)
    let url = configuration.listenerURL
    let access = mode == .open ? "open" : "keys"
    let upstream = configuration.upstream.baseURL.description
    logger.notice(
      "tollgate is ready",
      metadata: [
        "url": "\(url)", "access": "\(access)", "upstream": "\(upstream)", "data": "\(configuration.storage.path)",
        "version": "\(Tollgate.version)",
      ])
    // Lines of JSON are no greeting.
    guard Terminal.isErrorWatched, configuration.log.format == .json else { return }
    let callers = mode == .open ? "every program on this machine" : "callers with a key"
    Console.remark(
      "Tollgate serves \(callers) on \(url), buys at \(upstream), keeps its data in \(configuration.storage.path).")
  }
}
