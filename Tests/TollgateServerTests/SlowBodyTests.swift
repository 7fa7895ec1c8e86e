import NIOConcurrencyHelpers
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@testable import TollgateServer

/// Creates whose bodies take long, over sockets.
@Suite("Bodies that take long", .bothLanes)
struct SlowBodyTests {
  private static let path = "/api/v1/job/create"

  private static func keyed() -> GatewayUnderTest.Setup {
    let limits = KeyLimits(rate: RateLimits(createsPerMinute: 100))
    return .init {
      $0.access = .keyed([TestKey.declared("alice", limits: limits), TestKey.declared("bob")])
      // So that a rate that was taken stays so.
      $0.time = ManualTime()
    }
  }

  private static func admitted(_ gateway: GatewayUnderTest, _ secret: String) throws -> Int {
    var remaining = 100
    gateway.engine.gateway.rateStatus(of: try gateway.engine.gateway.caller(bearer: secret)).forEach { status in
      if status.limit == 100 { remaining = status.remaining }
    }
    return 100 - remaining
  }

  private static func chunk(_ body: String) -> String { "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n" }

  @Test func aKeyThatIsRevokedWhileItsBodyComesBuysNothing() async throws {
    try await GatewayUnderTest.run(Self.keyed()) { gateway in
      let limits = LimitChange(to: KeyLimits(rate: RateLimits(createsPerMinute: 100)))
      let carol = try await gateway.engine.administration.createKey(NewKey(name: "carol", limits: limits)).secret
      let beginning = Wire.request(
        "POST", Self.path, port: gateway.port,
        headers: [("Authorization", "Bearer " + carol), ("Transfer-Encoding", "chunked")])
      let reply = try await Wire.exchange(
        beginning,
        then: {
          try await eventually("the create's head", holds: { (try? Self.admitted(gateway, carol)) == 1 })
          try await gateway.engine.administration.revokeKey(named: "carol")
          return Self.chunk(Body.picture("revoked")) + "0\r\n\r\n"
        }, port: gateway.port)
      reply.expectError(401, 40100)
      #expect(gateway.simulator.statistics.creates == 0)
    }
  }

  @Test func aStrangersBodyIsNotWaitedFor() async throws {
    try await GatewayUnderTest.run(Self.keyed()) { gateway in
      let reply = try await gateway.wire("POST", Self.path, headers: [("Content-Length", "1000")])
      reply.expectError(401, 40100)
    }
  }

  @Test func bodiesThatAKeyOnlyAnnouncesStopNobody() async throws {
    try await GatewayUnderTest.run(Self.keyed()) { gateway in
      let alice = TestKey.secret(of: "alice")
      let bought = NIOLockedValueBox(false)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<16 {
          group.addTask {
            let beginning = Wire.request(
              "POST", Self.path, port: gateway.port,
              headers: [("Authorization", "Bearer " + alice), ("Content-Length", "\(16 << 20)")])
            try await Wire.abandon(beginning, port: gateway.port) {
              try await eventually("bob's purchase", holds: { bought.withLockedValue(\.self) })
            }
          }
        }
        try await eventually("all heads", holds: { (try? Self.admitted(gateway, alice)) == 16 })
        let reply = try await gateway.create(Body.picture("bob's"), key: TestKey.secret(of: "bob"))
        bought.withLockedValue { $0 = true }
        #expect(reply.status == 200, "\(reply.text)")
        try await group.waitForAll()
      }
    }
  }

  @Test func createsThatAreRefusedForTheirBodyOrHeadersAreCounted() async throws {
    try await GatewayUnderTest.run(.init { $0.settings.bodyLimit = .kibibytes(64) }) { gateway in
      let large = Self.chunk(String(repeating: "x", count: 70_000)) + "0\r\n\r\n"
      let refusals: [(status: Int, headers: [(String, String)], body: String)] = [
        (413, [("Transfer-Encoding", "chunked")], large),
        (415, [("Content-Encoding", "gzip")], Body.picture("packed")),
        (400, [("Tollgate-On-Unknown", "perhaps")], Body.picture("header")),
      ]
      for refusal in refusals {
        let reply = try await gateway.wire("POST", Self.path, headers: refusal.headers, body: refusal.body)
        #expect(reply.status == refusal.status, "\(reply.text)")
      }
      try await eventually("the statistics") {
        try await gateway.engine.administration.usage(UsageQuery(by: .key)).total.refused == refusals.count ? true : nil
      }
    }
  }
}
