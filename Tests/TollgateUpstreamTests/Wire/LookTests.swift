import Testing
import TollgateCore
import TollgateUpstream

@Suite("A look at the upstream that buys nothing", .timeLimit(.minutes(15)))
struct LookTests {
  @Test(
    "says whether it takes the key",
    arguments: [
      ("200 OK", UpstreamLook.Finding.answers), ("404 Not Found", .answers), ("429 Too Many Requests", .answers),
      ("401 Unauthorized", .refusesKey(401)), ("403 Forbidden", .refusesKey(403)), ("503 Service Unavailable", .fails(503)),
    ])
  func findings(status: String, finding: UpstreamLook.Finding) async throws {
    try await RawServer.run { peer in
      await peer.request()
      try await peer.send(http(status, #"{"code":404}"#))
    } _: { server in
      let look = try await withClient(port: server.port) { await $0.look(credential: testKey) }
      #expect(look == UpstreamLook(finding: finding, clockAhead: nil))
      let lines = server.requests.first.map { RequestBytes($0).headLines } ?? []
      #expect(lines.first == "GET /api/v1/job/query?id=000000000000000000000000 HTTP/1.1")
    }
  }

  @Test("compares the clocks by the header Date")
  func clock() async throws {
    try await RawServer.run { peer in
      await peer.request()
      try await peer.send(http("200 OK", "{}", headers: "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"))
    } _: { server in
      let look = try await withClient(port: server.port) { await $0.look(credential: testKey) }
      let now = SystemTimeSource().now()
      let told = Timestamp(millisecondsSince1970: 784_111_777_500)
      let difference = try #require(look.clockAhead) - told.since(now)
      #expect(abs(difference.components.seconds) < 120, "\(String(describing: look.clockAhead))")
    }
  }

  @Test("says why there is no answer")
  func silent() async throws {
    let look = try await withClient(port: 9) { await $0.look(credential: testKey) }
    guard case .silent(let reason) = look.finding else {
      Issue.record("\(look)")
      return
    }
    #expect(reason.contains("connecting"))
  }
}
