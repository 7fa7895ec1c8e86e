import NIOHTTP1
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateServer

@Suite("The administration's answers have tags, and changes can ask for them")
struct AdministrationConditionTests {
  private static func run(_ body: (GatewayUnderTest, _ base: String) async throws -> Void) async throws {
    try await GatewayUnderTest.run(.init { $0.adminToken = Secret("an-admin-token-for-tests") }) { gateway in
      try await body(gateway, gateway.baseURL + "/-/api/")
    }
  }

  private static func call(
    _ method: HTTPMethod, _ url: String, _ headers: [String: String] = [:], _ body: String? = nil
  ) async throws -> Reply {
    try await GatewayUnderTest.call(method, url, headers: headers, key: "an-admin-token-for-tests", body: body)
  }

  @Test("a change of what was changed meanwhile is refused, and nothing happens")
  func ifMatch() async throws {
    try await Self.run { _, base in
      #expect(try await Self.call(.POST, base + "keys", [:], #"{"name":"alice"}"#).status == 201)
      let tag = try #require(try await Self.call(.GET, base + "keys/alice")["ETag"])
      let first = try await Self.call(.PATCH, base + "keys/alice", ["If-Match": tag], #"{"limits":{"maximumRunning":1}}"#)
      #expect(first.status == 200)
      let second = try await Self.call(.PATCH, base + "keys/alice", ["If-Match": tag], #"{"limits":{"maximumRunning":2}}"#)
      #expect(second.status == 412)
      #expect(try await Self.call(.POST, base + "keys/alice/revoke", ["If-Match": tag]).status == 412)
      let now = try await Self.call(.GET, base + "keys/alice")
      #expect(try now.json["limits"]?["maximumRunning"]?.number?.int64 == 1 && now.json["revokedAt"] == nil)
      let both = "\"other\", \(try #require(now["ETag"]))"
      #expect(try await Self.call(.POST, base + "keys/alice/revoke", ["If-Match": both]).status == 204)
      #expect(try await Self.call(.PATCH, base + "keys/nobody", ["If-Match": "*"], "{}").status == 404)
    }
  }

  @Test("what the client has already is not sent again")
  func ifNoneMatch() async throws {
    try await Self.run { _, base in
      for path in ["keys", "openapi.json", "budgets"] {
        let full = try await Self.call(.GET, base + path)
        let tag = try #require(full["ETag"])
        let again = try await Self.call(.GET, base + path, ["If-None-Match": "\"x\", W/\(tag)"])
        #expect(full.status == 200 && again.status == 304 && again.bytes.isEmpty && again["ETag"] == tag)
      }
    }
  }

  @Test("a full page says where the next one is")
  func pages() async throws {
    try await Self.run { gateway, base in
      for number in 1...3 { try await gateway.finished(Body.picture("number \(number)"), key: nil) }
      let first = try await Self.call(.GET, base + "cache?limit=2&model=google%2F*")
      let link = try #require(first["Link"])
      #expect(link == "</-/api/cache?limit=2&model=google%2F%2A&before=g2>; rel=\"next\"")
      let next = try #require(link.dropFirst().split(separator: ">").first)
      let second = try await Self.call(.GET, gateway.baseURL + next)
      #expect(try second.json.array?.count == 1 && second["Link"] == nil)
    }
  }
}
