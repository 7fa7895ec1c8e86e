import HTTPTypes
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

/// The rows of the error table that the gateway itself decides about.
@Suite("The error table", .bothLanes)
struct ErrorTableTests {
  @Test("400/40000: the body is not one strict JSON object with model and args, and the sentence says where")
  func malformedBody() async throws {
    let bodies = [
      ("", "line 1, column 1"), ("{", "line 1"), ("[]", "an array"), ("null", "null"), ("\"text\"", "a string"),
      ("{\"model\":\"m\",\n\"args\":{}} x", "line 2, column 12"), ("\u{FEFF}{}", "line 1, column 1"), ("{}", "\"model\""),
      (#"{"model":"m"}"#, "\"args\""), (#"{"model":7,"args":{}}"#, "\"model\""), (#"{"model":"","args":{}}"#, "\"model\""),
      (#"{"model":"m","args":[]}"#, "\"args\""), (#"{"model":"m","args":{},"args":{}}"#, "args"),
      (#"{"model":"m","args":{"a":01}}"#, "column"), (#"{"model":"m","args":{"a":"\ud800"}}"#, "column"),
    ]
    try await GatewayUnderTest.run { gateway in
      for (body, place) in bodies {
        let reply = try await gateway.wire("POST", "/api/v1/job/create", body: body)
        reply.expectError(400, 40000, body)
        #expect(try reply.json["info"]?.string?.contains(place) == true, "\(body): \(reply.text)")
      }
      let badText = try await gateway.wire("POST", "/job/create", headers: [("Content-Length", "0")])
      badText.expectError(400, 40000, "no body")
      #expect(gateway.simulator.statistics.creates == 0)
    }
  }

  @Test("400/40001: a header that is meant for the gateway and means nothing is refused")
  func malformedHeader() async throws {
    let headers: [[(String, String)]] = [
      [("Tollgate-Variant", "")], [("Tollgate-Variant", "two words")], [("Tollgate-Variant", "ä")],
      [("Tollgate-Variant", String(repeating: "v", count: 65))], [("Tollgate-Variant", "a"), ("Tollgate-Variant", "b")],
      [("Tollgate-On-Unknown", "perhaps")], [("Tollgate-On-Unknown", "")], [("Tollgate-On-Unknown", "resend, refuse")],
      [("Cache-Control", "max-age")], [("Cache-Control", "max-age=soon")], [("Cache-Control", "max-age=-1")],
      [("Cache-Control", "no-cache, max-age=99999999999999")], [("Tollgate-Dry-Run", "")], [("Tollgate-Dry-Run", "0")],
    ]
    try await GatewayUnderTest.run { gateway in
      for headers in headers {
        let reply = try await gateway.wire("POST", "/api/v1/job/create", headers: headers, body: Body.picture("header"))
        reply.expectError(400, 40001, "\(headers)")
        let name = try #require(headers.first?.0)
        #expect(try reply.json["info"]?.string?.contains(name) == true, "\(headers): \(reply.text)")
      }
      let longest = String(repeating: "v", count: 64)
      _ = try await gateway.created(Body.picture("header"), headers: ["Tollgate-Variant": longest])
      #expect(gateway.simulator.statistics.creates == 1)
    }
  }

  @Test("401/40100: missing, unknown, expired or revoked key, delayed but never a 429")
  func unauthorized() async throws {
    let past = Timestamp(millisecondsSince1970: 1_000)
    let keys = [TestKey.declared("alice"), TestKey.declared("old", expiresAt: past), TestKey.declared("gone")]
    let folder = TemporaryFolder()
    // What is gone from the configuration file is revoked at the next start.
    try await GatewayUnderTest.run(
      .init {
        $0.access = .keyed(keys)
        $0.folder = folder.path
      }
    ) { gateway in try await gateway.finished(Body.picture("keys"), key: TestKey.secret(of: "gone")) }

    let setup = GatewayUnderTest.Setup {
      $0.access = .keyed(Array(keys.prefix(2)))
      $0.folder = folder.path
    }
    try await GatewayUnderTest.run(setup) { gateway in
      let alice = "Bearer " + TestKey.secret(of: "alice")
      let attempts: [[(String, String)]] = [
        [], [("Authorization", "Bearer")], [("Authorization", "Bearer ")], [("Authorization", "Bearer wrong")],
        [("Authorization", "Basic YWxpY2U6eA==")], [("Authorization", TestKey.secret(of: "alice"))],
        [("Authorization", "Bearer " + TestKey.secret(of: "old"))], [("Authorization", "Bearer " + TestKey.secret(of: "gone"))],
        [("Authorization", alice), ("Authorization", alice)], [("Authorization", alice + "x")],
      ]
      try await withThrowingTaskGroup(of: Void.self) { group in
        for headers in attempts {
          for (method, target, body) in [("POST", "/job/create", Body.picture("keys")), ("GET", "/job/query?id=x", nil)] {
            group.addTask {
              let start = ContinuousClock.now
              let reply = try await gateway.wire(method, target, headers: headers, body: body)
              reply.expectError(401, 40100, "\(method) \(headers)")
              #expect(reply["WWW-Authenticate"] == "Bearer")
              #expect(ContinuousClock.now - start >= .milliseconds(200), "\(headers)")
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(gateway.simulator.statistics.creates == 0)
    }
  }

  @Test("402/40201: the price is unknown, and the sentence says which setting helps")
  func priceUnknown() async throws {
    try await GatewayUnderTest.run { gateway in
      let reply = try await gateway.create(Body.picture("price", model: Body.unpricedModel))
      reply.expectError(402, 40201)
      #expect(try reply.json["info"]?.string?.contains(Body.unpricedModel) == true)
      #expect(gateway.simulator.statistics.creates == 0)
    }
    let capped = GatewayUnderTest.Setup {
      $0.catalogue = $0.catalogue.overriding([ModelRule(model: "*", price: .cap(Money(nanodollars: 1_000_000_000)))])
    }
    try await GatewayUnderTest.run(capped) { gateway in
      _ = try await gateway.created(Body.picture("price", model: Body.unpricedModel))
    }
  }

  @Test("403/40300: the key may not use the model")
  func modelForbidden() async throws {
    let keys = [TestKey.declared("alice"), TestKey.declared("narrow", models: ["alibaba/*"])]
    try await GatewayUnderTest.run(.init { $0.access = .keyed(keys) }) { gateway in
      try await gateway.finished(Body.picture("model"), key: TestKey.secret(of: "alice"))
      let reply = try await gateway.create(Body.picture("model"), key: TestKey.secret(of: "narrow"))
      reply.expectError(403, 40300)
      #expect(try reply.json["info"]?.string?.contains(Body.model) == true)
    }
  }

  @Test("404/40401: no such path")
  func noSuchPath() async throws {
    try await GatewayUnderTest.run { gateway in
      for target in [
        "/", "/job", "/job/", "/job/create/extra", "/api/v2/job/create", "/jobs/create", "/-/", "/-/nothing",
        "/api/v1/user/profile", "/v1/models?limit=1", "/v1/chat/completions", "/../etc/passwd", "/%2e%2e/job",
      ] {
        for method in ["GET", "POST"] {
          try await gateway.wire(method, target, body: method == "POST" ? "{}" : nil).expectError(404, 40401, target)
        }
      }
    }
  }

  @Test("405/40500: the method does not fit the path, and Allow names the one that does")
  func methodNotAllowed() async throws {
    let calls = [
      ("GET", "/api/v1/job/create", "POST"), ("PUT", "/job/create", "POST"), ("DELETE", "/v1/job/create", "POST"),
      ("POST", "/api/v1/job/query?id=x", "GET"), ("DELETE", "/job/status?id=x", "GET"), ("PATCH", "/job/0123", "GET"),
      ("POST", "/-/health/live", "GET"), ("PUT", "/-/health/ready", "GET"),
    ]
    try await GatewayUnderTest.run { gateway in
      for (method, target, allowed) in calls {
        let reply = try await gateway.wire(method, target, body: "{}")
        reply.expectError(405, 40500, "\(method) \(target)")
        #expect(reply["Allow"] == allowed, "\(method) \(target)")
      }
    }
  }

  @Test("an answer to HEAD has no body, which a client would read as its next answer")
  func head() async throws {
    try await GatewayUnderTest.run { gateway in
      let requests =
        "HEAD /job/query?id=x HTTP/1.1\r\nHost: localhost\r\n\r\n"
        + "GET /-/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
      let answers = try await Wire.transcript(requests, port: gateway.port)
      #expect(answers.hasPrefix("HTTP/1.1 405 "), "\(answers)")
      #expect(answers.contains("\r\n\r\nHTTP/1.1 200 "), "\(answers)")
    }
  }

  /// Limits so small that a request over them is in the socket's buffer at once.
  private static let tight = GatewayUnderTest.Setup {
    $0.settings.bodyLimit = ByteCount(bytes: 1000)
    $0.settings.headerLimit = ByteCount(bytes: 2000)
  }

  @Test("413/41300: the body is too large, with its length said or not")
  func bodyTooLarge() async throws {
    try await GatewayUnderTest.run(Self.tight) { gateway in
      let small = Body.picture("size")
      let fits = small + String(repeating: " ", count: 1000 - small.utf8.count)
      _ = try await gateway.created(fits)
      try await gateway.wire("POST", "/job/create", body: fits + " ").expectError(413, 41300, "length said")
      let chunks = "3e8\r\n\(fits)\r\n1\r\n \r\n0\r\n\r\n"
      try await gateway.wire("POST", "/job/create", headers: [("Transfer-Encoding", "chunked")], body: chunks)
        .expectError(413, 41300, "chunked")
      let announced = "POST /job/create HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\nConnection: close\r\n\r\n"
      try await Wire.exchange(announced, port: gateway.port).expectError(413, 41300, "announced and not sent")
      let large = Body.picture(String(repeating: "x", count: 4 << 20))
      try await gateway.wire("POST", "/job/create", body: large).expectError(413, 41300, "more than the socket holds")
    }
  }

  @Test("414/41400: path and query are too long")
  func uriTooLong() async throws {
    try await GatewayUnderTest.run { gateway in
      let prefix = "/api/v1/job/query?id="
      let longest = prefix + String(repeating: "0", count: 8192 - prefix.utf8.count)
      try await gateway.wire("GET", longest).expectError(404, 40400)
      try await gateway.wire("GET", longest + "0").expectError(414, 41400)
      try await gateway.wire("POST", "/" + String(repeating: "x", count: 9000), body: "{}").expectError(414, 41400)
    }
  }

  @Test("415/41500: a compressed body is not accepted")
  func encodedBody() async throws {
    try await GatewayUnderTest.run { gateway in
      for encoding in ["gzip", "br", "deflate, gzip", "GZIP", "x-unknown"] {
        try await gateway.create(Body.picture("coding"), headers: ["Content-Encoding": encoding]).expectError(
          415, 41500, encoding)
      }
      _ = try await gateway.created(Body.picture("coding"), headers: ["Content-Encoding": "identity"])
      #expect(gateway.simulator.statistics.creates == 1)
    }
  }

  @Test("431/43100: the headers are too large, in one or in many")
  func headersTooLarge() async throws {
    try await GatewayUnderTest.run(Self.tight) { gateway in
      for target in ["/job/create", "/job/query?id=x", "/nothing"] {
        let one = [("X-Large", String(repeating: "x", count: 2000))]
        let many = (0..<100).map { ("X-\($0)", String(repeating: "x", count: 20)) }
        for headers in [one, many] {
          try await gateway.wire("POST", target, headers: headers, body: "{}").expectError(431, 43100, target)
        }
      }
    }
  }
}
