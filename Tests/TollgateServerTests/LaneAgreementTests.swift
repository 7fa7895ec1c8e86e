import HTTPTypes
import NIOConcurrencyHelpers
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

/// The same request in both lanes of one gateway: which of them answers, and that nobody can tell by the answer.
@Suite("Both lanes give the same answers")
struct LaneAgreementTests {
  private struct Ask: Sendable {
    let what: String
    /// The status of both answers.
    var status = 200
    /// Whether the instant lane is meant to answer.
    var isInstant: Bool
    var headers: [(String, String)] = []
    /// `nil` for a query.
    var body: String? = Body.picture("cached")
    /// The version, where it is not HTTP/1.1.
    var isHTTP10 = false
  }

  private static let creates = [
    Ask(what: "a hit", isInstant: true),
    Ask(
      what: "a hit in another spelling", isInstant: true,
      body: #"{"args": {"resolution":"1K", "aspect_ratio":"16\u003a9", "prompt":"cached"}, "model": "\#(Body.model)"}"#),
    Ask(what: "a hit over HTTP/1.0", isInstant: true, isHTTP10: true),
    Ask(what: "a hit that may not buy", isInstant: true, headers: [("Cache-Control", "only-if-cached")]),
    Ask(what: "a hit of this hour", isInstant: true, headers: [("cache-control", "no-transform, max-age=3600")]),
    Ask(what: "a variant", isInstant: true, headers: [("Tollgate-Variant", "b")]),
    Ask(what: "a running job", isInstant: true, body: Body.picture("running")),
    Ask(
      what: "what is not cached", status: 504, isInstant: false, headers: [("Cache-Control", "only-if-cached")],
      body: Body.picture("never")),
    Ask(what: "a header that means nothing", status: 400, isInstant: false, headers: [("Tollgate-Variant", "a b")]),
    Ask(what: "an age that is no number", status: 400, isInstant: false, headers: [("Cache-Control", "max-age=soon")]),
    Ask(what: "a dry run", isInstant: false, headers: [("Tollgate-Dry-Run", "1")]),
    Ask(what: "a body that is no JSON", status: 400, isInstant: false, body: Body.picture("cached") + "}"),
    Ask(
      what: "a member that comes twice", status: 400, isInstant: false, body: Body.picture("cached", further: #","model":"x""#)),
  ]

  private static let openCreates =
    [
      ("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"),
      ("sec-fetch-site", "Cross-Site"),
      ("Host", "evil.example"),
    ].map { Ask(what: "\($0)", status: 403, isInstant: false, headers: [$0]) }
    + [Ask(what: "another spelling of this machine", isInstant: true, headers: [("Host", "LocalHost:1")])]

  private static let keyedCreates = [
    Ask(what: "no key", status: 401, isInstant: false, headers: [("Authorization", "")]),
    Ask(what: "an unknown key", status: 401, isInstant: false, headers: [("Authorization", "Bearer nobody")]),
    Ask(
      what: "a revoked key", status: 401, isInstant: false, headers: [("Authorization", "Bearer " + TestKey.secret(of: "gone"))]
    ),
    Ask(
      what: "a key of other models", status: 403, isInstant: false,
      headers: [("Authorization", "Bearer " + TestKey.secret(of: "narrow"))]),
    Ask(
      what: "a bearer in another spelling", isInstant: false,
      headers: [("Authorization", "bearer  " + TestKey.secret(of: "alice"))]),
  ]

  @Test(arguments: [false, true]) func sameBytesSameAnswer(isKeyed: Bool) async throws {
    let count = NIOLockedValueBox(0)
    let setup = GatewayUnderTest.Setup { setup in
      setup.settings.onInstantAnswer = { count.withLockedValue { $0 += 1 } }
      setup.policy.rate = RateLimits(createsPerMinute: 100_000)
      setup.simulator.jobDuration = .seconds(600)
      guard isKeyed else { return }
      setup.access = .keyed([
        TestKey.declared("alice"), TestKey.declared("narrow", models: ["other/*"]),
        TestKey.declared("gone", expiresAt: Timestamp(millisecondsSince1970: 1)),
      ])
    }
    let key = isKeyed ? TestKey.secret(of: "alice") : nil
    try await GatewayUnderTest.run(setup) { gateway in
      for headers in [[:], ["Tollgate-Variant": "b"]] {
        let bought = try await gateway.created(Body.picture("cached"), headers: headers, key: key)
        for job in gateway.simulator.accepted { gateway.simulator.command(job.id, .succeed) }
        let job = try bought.jobID
        try await gateway.query(job, untilStatus: 2, key: key)
        // Who asks in the moment of the end may see it a moment before memory does.
        let before = count.withLockedValue(\.self)
        try await eventually("the record in memory") {
          _ = try await gateway.query(job, key: key)
          return count.withLockedValue(\.self) > before ? true : nil
        }
      }
      _ = try await gateway.created(Body.picture("running"), key: key)
      let asks = Self.creates + (isKeyed ? Self.keyedCreates : Self.openCreates)
      for ask in asks { try await compare(ask, over: gateway, key, count) }
      #expect(count.withLockedValue(\.self) > 0)
    }
  }

  /// Sends a request as it is, and then so that the instant lane leaves it to the main lane.
  private func compare(
    _ ask: Ask, over gateway: GatewayUnderTest, _ key: String?, _ count: NIOLockedValueBox<Int>
  ) async throws {
    var headers = ask.headers
    if let key, !headers.contains(where: { $0.0 == "Authorization" }) { headers.append(("Authorization", "Bearer \(key)")) }
    func send(_ further: [(String, String)]) async throws -> (reply: Reply, isInstant: Bool) {
      let before = count.withLockedValue(\.self)
      var text = Wire.request("POST", "/api/v1/job/create", port: gateway.port, headers: headers + further, body: ask.body)
      if ask.isHTTP10 { text = text.replacing("HTTP/1.1", with: "HTTP/1.0") }
      let reply = try await Wire.exchange(text, port: gateway.port)
      return (reply, count.withLockedValue(\.self) > before)
    }
    let (plain, isInstant) = try await send([])
    let (main, isMainInstant) = try await send([("Content-Encoding", "identity")])
    #expect(isInstant == ask.isInstant && !isMainInstant, "\(ask.what): which lane has answered")
    #expect(plain.status == ask.status && main.status == ask.status, "\(ask.what): \(plain.text) and \(main.text)")
    expectSame(plain, main, ask.what)
    guard isInstant else { return }
    // What both have given out is a job of its own, and shows the same in both lanes.
    for reply in [plain, main] { try await compareQueries(of: try reply.jobID, over: gateway, headers, count) }
  }

  private func compareQueries(
    of job: String, over gateway: GatewayUnderTest, _ headers: [(String, String)], _ count: NIOLockedValueBox<Int>
  ) async throws {
    let own = headers.filter { $0.0 == "Authorization" }
    let before = count.withLockedValue(\.self)
    let plain = try await gateway.wire("GET", "/api/v1/job/query?id=\(job)", headers: own)
    let wasInstant = count.withLockedValue(\.self) > before
    let main = try await gateway.wire("GET", "/api/v1/job/query?id=\(job)&lane=main", headers: own)
    let isFinished = try plain.data["status"]?.number?.int64 == 2
    #expect(wasInstant == isFinished, "finished records are known by heart")
    #expect(plain.status == 200 && plain.bytes == main.bytes)
    expectSame(plain, main, "a query of \(job)")
  }

  /// The same but for what is each answer's own.
  private func expectSame(_ one: Reply, _ other: Reply, _ what: String) {
    let own: Set<String> = ["date", "age", "ratelimit"]
    func fields(_ reply: Reply) -> [String] {
      reply.headers.map { field in
        let name = field.name.canonicalName
        return own.contains(name) ? name : "\(name): \(field.value)"
      }.sorted()
    }
    func body(_ reply: Reply) -> String {
      let job = try? reply.json["data"]?["job_id"]?.string
      let text = job.map { reply.text.replacing($0, with: "JOB") } ?? reply.text
      // A dry run says it here; a second may have ended between the two.
      return text.replacing(/"age":[0-9]+/, with: "AGE")
    }
    #expect(fields(one) == fields(other), "\(what)")
    #expect(body(one) == body(other), "\(what)")
  }
}
