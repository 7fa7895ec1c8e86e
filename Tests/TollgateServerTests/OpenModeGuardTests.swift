import ShortAPISimulator
import Testing
import TollgateCore
import TollgateServer
import TollgateTestSupport

@Suite("No web page may spend while the gateway is open", .bothLanes)
struct OpenModeGuardTests {
  /// A request's headers about where it comes from; `PORT` stands for the gateway's.
  private struct Origin {
    var host = "127.0.0.1:PORT"
    var origin: String?
    var site: String?

    func headers(port: Int) -> [(String, String)] {
      let all = [("Host", host), origin.map { ("Origin", $0) }, site.map { ("Sec-Fetch-Site", $0) }].compactMap { $0 }
      return all.map { ($0.0, $0.1.replacing("PORT", with: "\(port)")) }
    }
  }

  private static let foreign: [Origin] =
    [
      "evil.example", "evil.example:PORT", "127.0.0.1.evil.example", "127.0.0.1.evil.example:PORT", "localhost.evil.example",
      "evil-localhost", "[::2]", "[::ffff:10.0.0.1]", "0.0.0.0:PORT", "10.0.0.7", "128.0.0.1", "127.0.0.1.1", "127.0.0",
      "127.1", "2130706433", "0x7f.0.0.1", "127.0.0.256", "localhost:", "gateway.example",
    ].map { Origin(host: $0) }
    + [
      "https://evil.example", "http://evil.example:PORT", "null", "", "http://localhost.evil.example",
      "http://127.0.0.1.evil.example:PORT",
      "http://localhost:1", "http://127.0.0.1", "file://", "http://evil.example/127.0.0.1:PORT",
      "http://127.0.0.1:PORT@evil.example",
      "httpx://127.0.0.1:PORT", "chrome-extension://abcdef", "127.0.0.1:PORT", "http://127.0.0.1:PORT, http://evil.example",
      "http://127.0.0.1:PORT/",
    ].map { Origin(origin: $0) }
    + [
      Origin(site: "cross-site"), Origin(site: "Cross-Site"), Origin(origin: "http://127.0.0.1:PORT", site: "cross-site"),
      Origin(host: "localhost:PORT", origin: "http://127.0.0.1:PORT"),
    ]

  /// Hosts that are none, whoever asks.
  private static let misspelled: [Origin] = [
    "localhost@evil.example", "localhost:80@evil.example", "[::1]evil.example", "[::1]:evil.example", "[::1].evil.example:80",
    "127.0.0.+1", "127.0.0.1:evil.example", "localhost:99999999", "local host", "",
  ].map { Origin(host: $0) }

  private static let local: [Origin] =
    [
      "127.0.0.1", "127.0.0.1:PORT", "127.9.9.9:1", "localhost", "localhost:PORT", "LocalHost:PORT", "localhost.:80", "[::1]",
      "[::1]:PORT",
    ].map { Origin(host: $0) }
    + [
      Origin(origin: "http://127.0.0.1:PORT"), Origin(host: "localhost:PORT", origin: "http://localhost:PORT"),
      Origin(host: "localhost:PORT", origin: "HTTP://LOCALHOST:PORT"), Origin(host: "[::1]:PORT", origin: "http://[::1]:PORT"),
    ]
    + ["same-origin", "same-site", "none"].map { Origin(site: $0) }

  @Test("every path refuses a foreign Host, Origin or cross-site request")
  func foreignIsRefused() async throws {
    try await GatewayUnderTest.run { gateway in
      for (origins, status, code) in [(Self.foreign, 403, 40302), (Self.misspelled, 400, 40001)] {
        for origin in origins {
          for (method, target) in [("POST", "/api/v1/job/create"), ("GET", "/job/query?id=x"), ("GET", "/-/health/live")] {
            let body = method == "POST" ? Body.picture("guard") : nil
            let reply = try await gateway.wire(method, target, headers: origin.headers(port: gateway.port), body: body)
            reply.expectError(status, Int64(code), "\(method) \(target) \(origin)")
          }
        }
      }
      #expect(gateway.simulator.statistics.creates == 0)
    }
  }

  @Test("programs on this machine and the gateway's own pages pass")
  func localPasses() async throws {
    try await GatewayUnderTest.run { gateway in
      for origin in Self.local {
        let reply = try await gateway.wire(
          "POST", "/job/create", headers: origin.headers(port: gateway.port), body: Body.picture("guard"))
        #expect(reply.status == 200, "\(origin): \(reply.text)")
      }
    }
  }

  @Test("the name in server.public_url passes, as Host and as Origin")
  func publicURLPasses() async throws {
    let setup = GatewayUnderTest.Setup { $0.settings.publicURL = HTTPAddress("https://Media.example:8443/tollgate") }
    try await GatewayUnderTest.run(setup) { gateway in
      let requests: [([(String, String)], Int)] = [
        ([("Host", "media.example:8443")], 200),
        ([("Host", "MEDIA.example:8443"), ("Origin", "https://media.example:8443")], 200),
        ([("Origin", "https://media.example:8443")], 200),
        ([("Host", "media.example")], 403),
        ([("Host", "media.example:8444")], 403),
        ([("Origin", "https://media.example")], 403),
      ]
      for (headers, status) in requests {
        let reply = try await gateway.wire("POST", "/job/create", headers: headers, body: Body.picture("public"))
        #expect(reply.status == status, "\(headers): \(reply.text)")
      }
    }
  }

  @Test("where keys exist the key decides, and the guards do not apply")
  func keyedIsNotGuarded() async throws {
    try await GatewayUnderTest.run(.init { $0.access = .keyed([TestKey.declared("alice")]) }) { gateway in
      let key = ("Authorization", "Bearer " + TestKey.secret(of: "alice"))
      for origin in Self.foreign {
        let headers = origin.headers(port: gateway.port)
        let reply = try await gateway.wire("POST", "/job/create", headers: headers + [key], body: Body.picture("keyed"))
        #expect(reply.status == 200, "\(origin): \(reply.text)")
      }
      let reply = try await gateway.wire(
        "POST", "/job/create", headers: [("Host", "evil.example")], body: Body.picture("keyed"))
      reply.expectError(401, 40100)
    }
  }

  @Test("a request without Host, or with two, is no local program's")
  func oddHosts() async throws {
    try await GatewayUnderTest.run { gateway in
      for head in [
        "GET /-/health/live HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /-/health/live HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET /-/health/live HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET http://evil.example/-/health/live HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
      ] {
        let reply = try await Wire.exchange(head, port: gateway.port)
        #expect(reply.status == 403 || reply.status == 400, "\(head): \(reply.status)")
      }
    }
  }
}
