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

  @Test("a key that is used and a team that spends can be changed by who has read them before")
  func useIsNoChange() async throws {
    try await Self.run { gateway, base in
      _ = try await Self.call(.POST, base + "teams", [:], #"{"name":"design"}"#)
      let created = try await Self.call(.POST, base + "keys", [:], #"{"name":"alice","team":"design"}"#)
      let secret = try #require(try created.json["secret"]?.string)
      let key = try await Self.call(.GET, base + "keys/alice")
      let team = try await Self.call(.GET, base + "teams/design")
      _ = try await gateway.finished(Body.picture("a lighthouse"), key: secret)
      // The use of a key is written down a moment later.
      try await eventually("the use of the key") {
        try await Self.call(.GET, base + "keys/alice/use").json["lastUsedAt"] != nil
      }
      let use = try await Self.call(.GET, base + "teams/design/use")
      #expect(try use.json["keys"]?.number?.int64 == 1)
      #expect(try use.json["balances"]?.array?.map { $0["spent"]?.string } == ["0.04", "0.04", "0.04"])
      #expect(try await Self.call(.GET, base + "keys/alice").bytes == key.bytes)
      #expect(try await Self.call(.GET, base + "teams/design").bytes == team.bytes)
      // What has become of them is fresh in every answer that shows it.
      let list = try await Self.call(.GET, base + "keys")
      let listed = try #require(try list.json.array?.first)
      #expect(listed["lastUsedAt"] != nil)
      #expect(try listed["revision"] == key.json["revision"])
      let change = #"{"limits":{"maximumRunning":1}}"#
      #expect(try await Self.call(.PATCH, base + "keys/alice", ["If-Match": try #require(key["ETag"])], change).status == 200)
      let budgets = #"{"budgets":{"day":"5"}}"#
      #expect(
        try await Self.call(.PATCH, base + "teams/design", ["If-Match": try #require(team["ETag"])], budgets).status == 200)
      #expect(
        try await Self.call(.PATCH, base + "teams/design", ["If-Match": try #require(team["ETag"])], budgets).status == 412)
      #expect(try await Self.call(.GET, base + "keys/alice", ["If-None-Match": try #require(key["ETag"])]).status == 200)
    }
  }

  @Test("of many who change what they have read at the same time one succeeds", arguments: ["change", "rotate", "team"])
  func together(_ what: String) async throws {
    try await Self.run { _, base in
      _ = try await Self.call(.POST, base + "keys", [:], #"{"name":"alice"}"#)
      _ = try await Self.call(.POST, base + "teams", [:], #"{"name":"design"}"#)
      let thing = base + (what == "team" ? "teams/design" : "keys/alice")
      for _ in 1...5 {
        let tag = try #require(try await Self.call(.GET, thing)["ETag"])
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
          for number in 1...8 {
            group.addTask {
              switch what {
              case "rotate":
                try await Self.call(.POST, thing + "/rotate", ["If-Match": tag], #"{"overlap":0}"#).status
              case "team":
                try await Self.call(
                  .PATCH, thing, ["If-Match": tag], #"{"budgets":{"day":"\#(Int.random(in: 1...1_000_000))\#(number)"}}"#
                ).status
              default:
                try await Self.call(
                  .PATCH, thing, ["If-Match": tag],
                  #"{"limits":{"maximumRunning":\#(Int.random(in: 1...1_000_000))\#(number)}}"#
                ).status
              }
            }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [200] + Array(repeating: 412, count: 7))
      }
    }
  }

  @Test("a weak tag, and what is no tag, is met by nothing", arguments: ["W/TAG", "x", "\"\"", "", ",", "\"other\""])
  func weakTags(_ condition: String) async throws {
    try await Self.run { _, base in
      _ = try await Self.call(.POST, base + "keys", [:], #"{"name":"alice"}"#)
      let tag = try #require(try await Self.call(.GET, base + "keys/alice")["ETag"])
      let sent = condition.replacing("TAG", with: tag)
      let reply = try await Self.call(.POST, base + "keys/alice/revoke", ["If-Match": sent])
      #expect(reply.status == 412)
      #expect(try reply.json["kind"]?.string == "changed")
      #expect(try await Self.call(.POST, base + "keys/alice/revoke", ["If-Match": "*"]).status == 204)
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
