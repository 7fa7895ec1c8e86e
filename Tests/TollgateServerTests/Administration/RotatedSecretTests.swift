import NIOConcurrencyHelpers
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

/// The old and the new secret of a key in both lanes of one gateway.
@Suite("A rotated secret works in both lanes, and ends in both")
struct RotatedSecretTests {
  @Test func bothLanesAgree() async throws {
    let count = NIOLockedValueBox(0)
    let time = ManualTime()
    let setup = GatewayUnderTest.Setup { setup in
      setup.settings.onInstantAnswer = { count.withLockedValue { $0 += 1 } }
      setup.simulator.jobDuration = .seconds(600)
      setup.time = time
    }
    try await GatewayUnderTest.run(setup) { gateway in
      let administration = gateway.engine.administration
      let old = try await administration.createKey(NewKey(name: "alice")).secret
      let job = try await gateway.created(Body.picture("running"), key: old).jobID
      let new = try await administration.rotateKey(named: "alice", KeyRotation(overlap: .seconds(60))).secret

      /// The statuses of both lanes, and whether the instant lane has answered the first.
      func statuses(_ secret: String) async throws -> [Int] {
        let before = count.withLockedValue(\.self)
        let key = ("Authorization", "Bearer \(secret)")
        let body = Body.picture("running")
        let instant = try await gateway.wire("POST", "/api/v1/job/create", headers: [key], body: body)
        #expect(count.withLockedValue(\.self) == before + (instant.status == 200 && BothLanes.hasInstantLane ? 1 : 0))
        let main = try await gateway.wire(
          "POST", "/api/v1/job/create", headers: [key, ("Content-Encoding", "identity")], body: body)
        let query = try await gateway.query(job, key: secret)
        return [instant.status, main.status, query.status]
      }
      #expect(try await statuses(old) == [200, 200, 200])
      #expect(try await statuses(new) == [200, 200, 200])
      time.advance(by: .seconds(60))
      #expect(try await statuses(old) == [401, 401, 401])
      #expect(try await statuses(new) == [200, 200, 200])
      try await administration.revokeKey(named: "alice")
      #expect(try await statuses(new) == [401, 401, 401])
    }
  }
}
