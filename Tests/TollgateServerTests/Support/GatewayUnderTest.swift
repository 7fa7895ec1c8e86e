import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateStore
import TollgateTestSupport
import TollgateUpstream

/// The whole chain in this process: a simulator, a client for it, an engine over SQLite, and the server on a free port.
struct GatewayUnderTest: Sendable {
  /// What is different from the usual gateway.
  struct Setup: Sendable {
    var access = Access.open
    /// Budgets and keys of the configuration file; `nil` for the keys of ``access`` without any budget.
    var declaration: Declaration?
    var policy = GatewayUnderTest.quickPolicy
    var settings = ClientServerSettings(port: 0)
    var assets: AssetSource?
    /// The page of metrics; `nil` for none.
    var metrics: ServedMetrics?
    var requestLog = RequestLog.none
    /// The admin token; `nil` for none.
    var adminToken: Secret?
    /// The console over an engine's administration; `nil` for none.
    var console: (@Sendable (any Administration) -> ConsoleSettings)?
    var simulator = SimulatorConfiguration()
    var catalogue = Catalogue.builtIn
    var requestTimeout: Duration = .seconds(120)
    var time: any TimeSource = SystemTimeSource()
    /// The data folder; `nil` for one that goes afterwards.
    var folder: String?
    /// Whether the store must verify afterwards. It cannot where a test has closed it.
    var verifies = true

    init(_ change: (inout Setup) -> Void = { _ in }) {
      settings.usesInstantLane = BothLanes.hasInstantLane
      simulator.port = 0
      simulator.jobDuration = .milliseconds(50)
      change(&self)
    }
  }

  /// A gateway per test, all at once, would be a crowd that tests nothing but the machine.
  private static let turnstile = Turnstile(width: 4)

  let port: Int
  let simulator: Simulator
  let engine: Engine
  let store: SQLiteStore
  private let simulatorGroup: ServiceGroup

  /// Whether it is asked over https.
  var isSecure = false

  var baseURL: String { (isSecure ? "https" : "http") + "://127.0.0.1:\(port)" }

  /// A policy that polls so fast that a test need not wait, and has patience with a busy machine.
  static var quickPolicy: GatewayPolicy {
    var policy = GatewayPolicy()
    policy.polling.first = .milliseconds(10)
    policy.polling.maximum = .milliseconds(20)
    // A test plants one fault after the other.
    policy.breaker.failures = nil
    policy.answerTimeout = .seconds(120)
    return policy
  }

  /// What a program would say of itself.
  static let program = ProgramFacts(
    version: "1.2.3", upstream: "https://upstream.example",
    configuration: ConfigurationSummary(
      settings: [
        .init(name: "mode", value: "live", origin: .init(.builtIn)),
        .init(name: "upstream.api_key", value: "***", origin: .init(.file, file: "gateway.yaml", line: 7, variables: ["KEY"])),
      ], teams: [], keys: [.init(name: "declared", origin: .init(.file, file: "gateway.yaml", line: 9), settings: [])],
      models: []))

  /// Runs the chain around `body`.
  ///
  /// - Throws: what `body` throws, or why the chain did not start.
  static func run(_ setup: Setup = Setup(), _ body: (GatewayUnderTest) async throws -> Void) async throws {
    try await turnstile.pass { () throws in try await runAlone(setup, body) }
  }

  private static func runAlone(_ setup: Setup, _ body: (GatewayUnderTest) async throws -> Void) async throws {
    let own = setup.folder == nil ? TemporaryFolder() : nil
    try await SQLiteStore.withStore(folder: setup.folder ?? own?.path ?? "") { store in
      let simulator = Simulator(configuration: setup.simulator, logger: .silent)
      let simulatorGroup = ServiceGroup(services: [simulator], logger: .silent)
      try await running(simulatorGroup) {
        var configuration = ShortAPIClient.Configuration(
          baseURL: try #require(HTTPAddress("http://127.0.0.1:\(try await simulator.port())")))
        configuration.connectTimeout = .seconds(30)
        configuration.requestTimeout = setup.requestTimeout
        try await ShortAPIClient.withClient(configuration: configuration) { upstream in
          try await serve(setup, store: store, upstream: upstream, simulator: simulator, simulatorGroup: simulatorGroup, body)
        }
      }
      guard setup.verifies else { return }
      let violations = try await store.verify().checks.flatMap(\.violations)
      #expect(violations.isEmpty, "the store must verify after every test")
    }
    withExtendedLifetime(own) {}
  }

  private static func serve(
    _ setup: Setup, store: SQLiteStore, upstream: ShortAPIClient, simulator: Simulator, simulatorGroup: ServiceGroup,
    _ body: (GatewayUnderTest) async throws -> Void
  ) async throws {
    let engine = try await Engine.start(
      policy: setup.policy, catalogue: setup.catalogue, declaration: setup.declaration ?? Declaration(keys: setup.access.keys),
      ownCredential: setup.access.ownCredential, store: store, upstream: upstream, time: setup.time,
      logger: .silent)
    let administration = engine.administration
    administration.declared.program = Self.program
    let bound = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Int.self)
    let server = ClientServer(
      gateway: engine.gateway, settings: setup.settings, assets: setup.assets,
      administration: NetworkAdministration(administration, token: AdminToken(setup.adminToken)),
      console: setup.console?(administration), metrics: setup.metrics, requestLog: setup.requestLog, logger: .silent,
      onListening: { bound.succeed($0) })
    let group = ServiceGroup(services: engine.services + [server], logger: .silent)
    try await running(group) {
      let gateway = GatewayUnderTest(
        port: try await bound.futureResult.get(), simulator: simulator, engine: engine, store: store,
        simulatorGroup: simulatorGroup, isSecure: setup.settings.transport.identity != nil)
      let result: Result<Void, any Error>
      do { result = .success(try await body(gateway)) } catch { result = .failure(error) }
      // A create that the simulator leaves without an answer would hold the shutdown up.
      await gateway.stopUpstream()
      try result.get()
    }
  }

  private static func running(_ group: ServiceGroup, _ body: () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      let result: Result<Void, any Error>
      do { result = .success(try await body()) } catch { result = .failure(error) }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      try result.get()
    }
  }

  /// Stops the simulator: nobody listens at the upstream's address any more.
  func stopUpstream() async { await simulatorGroup.triggerGracefulShutdown() }
}
