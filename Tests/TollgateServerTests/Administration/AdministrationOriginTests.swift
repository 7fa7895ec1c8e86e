import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("From where the administration over TCP is used")
struct AdministrationOriginTests {
  private static let token = "an-admin-token-for-tests"

  /// What each request asks for: to read, to make, to change, to do and to remove something.
  private static let requests: [(method: String, path: String, body: String?)] = [
    ("GET", "keys", nil), ("POST", "keys", #"{"name":"mallory"}"#), ("PATCH", "keys/alice", "{}"),
    ("POST", "keys/alice/revoke", nil), ("DELETE", "teams/design", nil), ("GET", "openapi.json", nil),
  ]

  /// Fewer than the attempts that wait for their refusal.
  private static let atOnce = 48

  private static let sources =
    RequestSource.foreignHosts.map { RequestSource(host: $0) } + RequestSource.foreignOrigins
    + ["cross-site", "Cross-Site"].map { RequestSource(site: $0) }
    + [RequestSource(origin: "http://127.0.0.1:PORT", site: "cross-site")]

  @Test("in open mode no page of others and no name of others administers")
  func openMode() async throws {
    #expect(Self.sources.count >= 30)
    try await GatewayUnderTest.run { gateway in
      for source in Self.sources {
        for (method, path, body) in Self.requests {
          let reply = try await gateway.wire(
            method, "/-/api/" + path, headers: source.headers(port: gateway.port), body: body)
          #expect(reply.status == 403 || (source.host == "localhost:" && reply.status == 400), "\(method) \(path) \(source)")
          #expect(reply["Access-Control-Allow-Origin"] == nil)
        }
      }
      #expect(try await gateway.engine.administration.keys().isEmpty)
    }
  }

  @Test("with keys a page of others is nobody: it has no token, and the console's session is none")
  func withKeys() async throws {
    let alice = TestKey.declared("alice")
    let setup = Browser.setup {
      $0.access = .keyed([alice])
      $0.adminToken = Secret(Self.token)
    }
    try await Browser.signedIn(setup) { browser in
      let gateway = browser.gateway
      let session = [("Cookie", browser.cookie ?? "")]
      // Every refusal takes its time, and only so many wait for theirs at once.
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (index, source) in Self.sources.enumerated() {
          for (method, path, body) in Self.requests {
            if index * Self.requests.count >= Self.atOnce { try await group.next() }
            group.addTask {
              let reply = try await gateway.wire(
                method, "/-/api/" + path, headers: source.headers(port: gateway.port) + session, body: body)
              #expect(reply.status == 401 || reply.status == 400, "\(method) \(path) \(source)")
              #expect(reply["Access-Control-Allow-Origin"] == nil)
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await gateway.engine.administration.keys().map(\.name) == ["alice"])
    }
  }

  @Test("no browser is told that a page of others may send a token")
  func preflight() async throws {
    for access in [Access.open, .keyed([TestKey.declared("alice")])] {
      try await GatewayUnderTest.run(.init { $0.access = access }) { gateway in
        for path in ["/-/api/keys", "/-/console/keys"] {
          let reply = try await gateway.wire(
            "OPTIONS", path,
            headers: [
              ("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST"),
              ("Access-Control-Request-Headers", "authorization"),
            ])
          #expect(reply.status >= 400 && reply["Access-Control-Allow-Origin"] == nil, "\(path): \(reply.status)")
        }
      }
    }
  }
}
