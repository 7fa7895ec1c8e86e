import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@testable import TollgateServer

@Suite("Requests are told as Server-Sent Events")
struct EventTests {
  private static let token = "an-admin-token-for-tests"

  @Test("creates of both lanes are told as they end, with what they cost and saved", .bothLanes)
  func events() async throws {
    try await GatewayUnderTest.run(.init { $0.adminToken = Secret(Self.token) }) { gateway in
      var request = HTTPClientRequest(url: gateway.baseURL + "/-/api/events")
      request.headers.add(name: "Authorization", value: "Bearer \(Self.token)")
      let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
      #expect(response.status == .ok && response.headers["Content-Type"] == ["text/event-stream"])
      try await gateway.finished(Body.picture("a lighthouse"))
      _ = try await gateway.created(Body.picture("a lighthouse"))
      _ = try await gateway.create("no JSON")
      var text = ""
      for try await piece in response.body {
        text += String(buffer: piece)
        if text.contains(#""number":3,"#) { break }
      }
      // Without the comments that keep the connection.
      let blocks = text.split(separator: "\n\n").dropFirst().filter { !$0.hasPrefix(":") }
      let events = blocks.map { $0.split(separator: "\n").map(String.init) }
      try #require(events.allSatisfy { $0.count == 3 }, "\(text)")
      #expect(events.map(\.first) == ["event: request", "event: request", "event: request"])
      #expect(events.map { $0[1] } == ["id: 1", "id: 2", "id: 3"])
      let data = try events.map { try CanonicalJSON.parse(Array($0[2].dropFirst("data: ".count).utf8)) }
      #expect(data.map { $0["outcome"]?.string } == ["miss", "hit", "refused"])
      #expect(data.map { $0["generation"]?.string } == ["g1", "g1", nil])
      // Whoever watches does not hold a shutdown up.
      gateway.engine.drain.begin()
      let price = data[0]["charged"]?.string
      #expect(price != nil && price != "0" && data[1]["saved"]?.string == price && data[1]["charged"]?.string == "0")
    }
  }
}
