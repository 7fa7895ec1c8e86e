import Foundation
import Logging
import NIOHTTP1
import ServiceLifecycle
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

@Suite("Who may read the metrics")
struct MetricsAccessTests {
  private static let token = "an-admin-token-for-tests"
  private static let path = "/-/metrics"

  private struct Page: MetricsSource {
    func page() async -> [UInt8] { Array("# the page\n".utf8) }
  }

  private static func run(
    _ access: Access, isOpen: Bool = false, token: String? = nil, _ body: (GatewayUnderTest) async throws -> Void
  ) async throws {
    try await GatewayUnderTest.run(
      .init {
        $0.access = access
        $0.metrics = ServedMetrics(Page(), isOpen: isOpen)
        $0.adminToken = token.map { Secret($0) }
      }, body)
  }

  private static let keyed = Access.keyed([TestKey.declared("alice")])

  @Test(
    "with keys the admin token, and nobody else unless metrics.open says so",
    arguments: [
      (false, nil, 401), (false, "wrong", 401), (false, "secret-of-alice", 403), (false, token, 200), (true, nil, 200),
      (true, "wrong", 200), (true, "secret-of-alice", 200),
    ] as [(Bool, String?, Int)])
  func withKeys(_ isOpen: Bool, _ bearer: String?, _ status: Int) async throws {
    try await Self.run(Self.keyed, isOpen: isOpen, token: Self.token) { gateway in
      let reply = try await GatewayUnderTest.call(.GET, gateway.baseURL + Self.path, key: bearer)
      #expect(reply.status == status && (reply.text == "# the page\n") == (status == 200))
      #expect(reply["Cache-Control"] == "no-store" && reply["X-Content-Type-Options"] == "nosniff")
      if status == 200 {
        #expect(reply["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
      } else {
        #expect(reply["Content-Type"] == "application/problem+json" && (reply["WWW-Authenticate"] != nil) == (status == 401))
      }
    }
  }

  @Test("without a token nobody with keys, and in open mode whoever is on this machine, but for what a proxy passes on")
  func withoutToken() async throws {
    try await Self.run(Self.keyed) { gateway async throws in
      #expect(try await GatewayUnderTest.call(.GET, gateway.baseURL + Self.path).status == 401)
    }
    try await Self.run(.open) { gateway async throws in
      #expect(try await GatewayUnderTest.call(.GET, gateway.baseURL + Self.path).status == 200)
      let forwarded = ["X-Forwarded-For": "203.0.113.7"]
      #expect(try await GatewayUnderTest.call(.GET, gateway.baseURL + Self.path, headers: forwarded).status == 403)
    }
    try await Self.run(.open, token: Self.token) { gateway async throws in
      #expect(try await GatewayUnderTest.call(.GET, gateway.baseURL + Self.path).status == 401)
      #expect(try await GatewayUnderTest.call(.GET, gateway.baseURL + Self.path, key: Self.token).status == 200)
    }
  }

  @Test("in open mode no page of others reads them, also where they are open", arguments: [false, true])
  func foreignOrigins(_ isOpen: Bool) async throws {
    let sources =
      RequestSource.foreignHosts.map { RequestSource(host: $0) } + RequestSource.foreignOrigins
      + [RequestSource(site: "cross-site")]
    try await Self.run(.open, isOpen: isOpen) { gateway in
      for source in sources {
        let reply = try await gateway.wire("GET", Self.path, headers: source.headers(port: gateway.port))
        #expect(reply.status == 403 || (source.host == "localhost:" && reply.status == 400), "\(source)")
        #expect(reply["Access-Control-Allow-Origin"] == nil)
      }
    }
  }

  @Test("other methods are refused, and paths beside it are none")
  func methods() async throws {
    try await Self.run(.open) { gateway in
      let reply = try await gateway.wire("POST", Self.path, body: "x")
      #expect(reply.status == 405 && reply["Allow"] == "GET")
      for path in ["/-/metrics/x", "/metrics", "/-/metric"] {
        #expect(try await gateway.wire("GET", path).status == 404, "\(path)")
      }
    }
    try await GatewayUnderTest.run { gateway async throws in
      #expect(try await gateway.wire("GET", Self.path).status == 404, "a gateway without metrics")
    }
  }

  @Test("the data folder's socket gives them to whoever can open it")
  func socket() async throws {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    try await GatewayUnderTest.run(.init { $0.access = Self.keyed }) { gateway in
      let socket = AdministrationSocket(dataFolder: folder.path)
      let server = AdministrationServer(
        administration: gateway.engine.administration, metrics: Page(), socket: socket, createLimit: .mebibytes(1),
        logger: .silent)
      let group = ServiceGroup(services: [server], logger: .silent)
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        try await eventually("the socket", holds: { FileManager.default.fileExists(atPath: socket.path) })
        let escaped = socket.path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let reply = try await GatewayUnderTest.call(.GET, "http+unix://\(escaped)\(Self.path)")
        #expect(reply.status == 200 && reply.text == "# the page\n")
        #expect(try await GatewayUnderTest.call(.GET, "http+unix://\(escaped)/-/api/keys").status == 200)
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
      }
    }
    withExtendedLifetime(folder) {}
  }
}
