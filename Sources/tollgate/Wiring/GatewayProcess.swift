import Foundation
import Logging
import ServiceLifecycle
import TollgateConfiguration
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateStore
import TollgateUpstream

/// One run of the gateway: the one place where its parts are put together.
struct GatewayProcess {
  /// How long another process may take to let the data folder go, such as a command that is about to end.
  private static let patience: Duration = .milliseconds(400)
  private static let pause: Duration = .milliseconds(50)
  /// What a graceful end may take on top of the longest upstream call.
  private static let graceAfterRequest: Duration = .seconds(5)

  let configuration: GatewayConfiguration
  let logger: Logger

  /// Serves until a signal or a failure ends it.
  func run() async throws {
    let signals = await ProcessEnd.signals()
    let store = try await openStore()
    let services: [any Service]
    do {
      services = try await assemble(store)
    } catch {
      await store.close()
      throw CommandFailure(startFailure: error)
    }
    do {
      try await ProcessEnd.run(
        on: store, services, until: signals,
        stoppingWithin: configuration.upstream.requestTimeout + Self.graceAfterRequest, logger: logger)
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
        }
      } catch {
        guard case .inUse = error, ContinuousClock.now < deadline else { throw CommandFailure(error) }
      }
      try await Task.sleep(for: Self.pause)
    }
  }

  /// The services that stand on the store, each after those that it depends on: they are stopped from the last to the first.
  private func assemble(_ store: SQLiteStore) async throws -> [any Service] {
    try AccessRules.check(configuration, hasStoredKeys: try await !store.keys().isEmpty)
    let blobs = try await BlobFolder.open(in: configuration.storage.path, of: store, mayBeMissing: false)
    let time = SystemTimeSource()
    let connections = OutboundConnections(
      upstream: ShortAPIClient(configuration: configuration.upstreamSettings(version: Tollgate.version), clock: time),
      downloader: FileDownloader(configuration: configuration.downloadSettings(version: Tollgate.version)),
      poster: configuration.callbackPoster(version: Tollgate.version, clock: time))
    let engine: Engine
    let assets: AssetSource
    do {
      engine = try await Engine.start(
        policy: configuration.gatewayPolicy, catalogue: Catalogue.builtIn.overriding(configuration.modelRules),
        declaration: configuration.declaration(at: time.now()), ownCredential: configuration.upstream.apiKey,
        callbacks: configuration.callbackDelivery(by: connections.poster), store: store, upstream: connections.upstream,
        files: FileKeeping(source: connections.downloader, blobs: blobs), time: time, logger: logger)
      assets = AssetSource(gateway: engine.gateway, blobs: blobs)
    } catch {
      await connections.close()
      throw error
    }
    var administration = engine.administration
    administration.declarations = configuration.declarations
    administration.teamDeclarations = configuration.teamDeclarations
    administration.program = configuration.programFacts(version: Tollgate.version)
    administration.backups = FolderBackup(store: store, dataFolder: configuration.storage.path)
    let parts: [any Service] = [EventLoopsFirst(), StartupPages(), connections] + engine.services
    // Whoever sees the client API ready may administer the gateway.
    let (administered, begin) = AsyncStream.makeStream(of: Void.self)
    return parts + [
      administrationServer(administration, onListening: { begin.yield() }),
      LaterService(clientServer(of: engine, administration, assets: assets, time: time), after: administered),
      DrainAtShutdown(drain: engine.drain),
    ]
  }

  private func administrationServer(
    _ administration: any Administration, onListening: @escaping @Sendable () -> Void
  ) -> any Service {
    let socket = AdministrationSocket(dataFolder: configuration.storage.path)
    let server = AdministrationServer(
      administration: administration, socket: socket, createLimit: configuration.server.limits.body, logger: logger,
      onListening: onListening)
    return ExplainedService(server) { error in
      CommandFailure(
        .configuration, "The socket \(socket.link) cannot be made: \(Words.reason(of: error)); check storage.path.")
    }
  }

  private func clientServer(
    of engine: Engine, _ administration: any Administration, assets: AssetSource, time: any TimeSource
  ) -> any Service {
    let mode = engine.gateway.keyRing.mode
    var settings = configuration.clientServerSettings
    let shares = fileShares()
    settings.maximumConnections = shares.connections
    settings.maximumFiles = shares.sentFiles
    let console = ConsoleSettings(
      administration: administration, token: configuration.admin.token, timeZone: configuration.timeZone, time: time)
    let server = ClientServer(
      gateway: engine.gateway, drain: engine.drain, settings: settings, assets: assets,
      administration: NetworkAdministration(administration, token: configuration.admin.token), console: console,
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
    let url = "http://\(configuration.server.listen)"
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
