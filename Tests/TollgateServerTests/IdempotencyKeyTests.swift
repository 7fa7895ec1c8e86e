import ShortAPISimulator
import Testing
import TollgateCore
import TollgateTestSupport

@Suite("Idempotency-Key over the wire", .bothLanes)
struct IdempotencyKeyTests {
  @Test("the same create gets the same body, byte for byte, whatever was bought meanwhile")
  func sameBytes() async throws {
    try await GatewayUnderTest.run { gateway in
      let headers = ["Idempotency-Key": "try-1", "Cache-Control": "no-cache"]
      let first = try await gateway.created(Body.picture("p"), headers: headers)
      #expect(first["Cache-Status"] == "tollgate; fwd=bypass" && first["Tollgate-Charged"] == "0.04")
      try await gateway.query(first.jobID, untilStatus: 2)
      // Spelled otherwise, and with a callback of its own, it is the same request.
      let spelled = Body.picture("\\u0070", further: #", "callback_url": "https://example.com/2""#)
      for body in [Body.picture("p"), spelled] {
        let again = try await gateway.created(body, headers: headers)
        #expect(again.bytes == first.bytes)
        #expect(again["Cache-Status"] == "tollgate; hit; detail=repeated" && again["Tollgate-Charged"] == "0")
        #expect(again["Tollgate-Generation"] == first["Tollgate-Generation"] && again["Age"] == nil)
      }
      #expect(gateway.simulator.statistics.creates == 1)
      _ = try await gateway.created(Body.picture("p"), headers: ["Cache-Control": "no-cache"])
      #expect(try await gateway.created(Body.picture("p"), headers: headers).bytes == first.bytes)
    }
  }

  @Test("another create under it is a 422")
  func reused() async throws {
    try await GatewayUnderTest.run { gateway in
      _ = try await gateway.created(Body.picture("p"), headers: ["Idempotency-Key": "k"])
      let reply = try await gateway.create(Body.picture("q"), headers: ["Idempotency-Key": "k"])
      reply.expectError(422, 42200)
      #expect(reply["Tollgate-Generation"] == "g1")
      #expect(gateway.simulator.statistics.creates == 1)
    }
  }

  @Test("its value is 1 to 255 visible ASCII characters", arguments: ["", "a b", "é", String(repeating: "k", count: 256)])
  func badValues(_ value: String) async throws {
    try await GatewayUnderTest.run { gateway in
      let reply = try await gateway.wire(
        "POST", "/api/v1/job/create", headers: [("Idempotency-Key", value)], body: Body.picture("p"))
      reply.expectError(400, 40001)
      #expect(gateway.simulator.statistics.creates == 0)
      let longest = String(repeating: "~", count: 255)
      _ = try await gateway.created(Body.picture("p"), headers: ["Idempotency-Key": longest])
    }
  }

  @Test("two of them are none")
  func twoValues() async throws {
    try await GatewayUnderTest.run { gateway in
      let reply = try await gateway.wire(
        "POST", "/api/v1/job/create", headers: [("Idempotency-Key", "a"), ("Idempotency-Key", "b")], body: Body.picture("p"))
      reply.expectError(400, 40001)
    }
  }
}
