import HTTPTypes
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateTestSupport

@Suite("An id that is no job of this key", .bothLanes)
struct UnknownJobTests {
  @Test("every such id gets the same 404, byte for byte, whatever is wrong with it")
  func constantAnswer() async throws {
    let (alice, bob) = (TestKey.declared("alice"), TestKey.declared("bob"))
    let setup = GatewayUnderTest.Setup { $0.access = .keyed([alice, bob]) }
    // The same keys at another gateway, whose ids are sealed with another secret.
    var elsewhere = ""
    try await GatewayUnderTest.run(setup) { gateway in
      elsewhere = try await gateway.finished(Body.picture("404"), key: TestKey.secret(of: "alice")).jobID
    }
    try await GatewayUnderTest.run(setup) { gateway in
      let key = TestKey.secret(of: "alice")
      let mine = try await gateway.finished(Body.picture("404"), key: key).jobID
      let bobs = try await gateway.created(Body.picture("404"), key: TestKey.secret(of: "bob")).jobID
      let upstreamID = try #require(gateway.simulator.accepted.first?.id)
      #expect(try await gateway.query(mine, key: key).status == 200)
      #expect(try await gateway.query(bobs, key: TestKey.secret(of: "bob")).status == 200)

      let forged = mine.indices.prefix(8).map { index in
        var digits = Array(mine)
        let position = mine.distance(from: mine.startIndex, to: index) * 3
        digits[position] = digits[position] == "0" ? "1" : "0"
        return String(digits)
      }
      let neverIssued = [String(repeating: "0", count: 24), String(repeating: "f", count: 24), "69cac2e5b066fa83d0420890"]
      let malformed = [
        "", "x", String(mine.dropLast()), mine + "0", mine.uppercased(), "%20" + mine, mine + "%00", "g1", "../create",
        "%F0%9F%A6%8A",
        String(repeating: "a", count: 5000), "undefined",
      ]
      var answers: Set<String> = []
      for id in forged + neverIssued + malformed + [elsewhere, bobs, upstreamID] {
        let reply = try await gateway.wire(
          "GET", "/api/v1/job/query?id=\(id)", headers: [("Authorization", "Bearer \(key)")])
        reply.expectError(404, 40400, id)
        let headers = reply.headers.filter { $0.name != .date }.map { "\($0.name): \($0.value)" }.sorted()
        answers.insert((headers + [reply.text]).joined(separator: "\n"))
      }
      #expect(answers.count == 1, "\(answers)")
      #expect(answers.first?.contains("data.job_id") == true)
    }
  }

  @Test("where bearers are forwarded, each sees its own jobs only")
  func otherBearer() async throws {
    try await GatewayUnderTest.run(.init { $0.access = .forwarding }) { gateway in
      let jobID = try await gateway.finished(Body.picture("bearer"), key: "ak-one").jobID
      #expect(try await gateway.query(jobID, key: "ak-one").status == 200)
      try await gateway.query(jobID, key: "ak-two").expectError(404, 40400)
    }
  }

  @Test("where bearers are forwarded, nobody is served what another one paid for")
  func forwardedScope() async throws {
    try await GatewayUnderTest.run(.init { $0.access = .forwarding }) { gateway in
      try await gateway.finished(Body.picture("bearer"), key: "ak-one")
      let own = try await gateway.created(Body.picture("bearer"), key: "ak-one")
      #expect(own["Cache-Status"] == "tollgate; hit")
      let other = try await gateway.created(Body.picture("bearer"), key: "ak-two")
      #expect(other["Cache-Status"] == "tollgate; fwd=miss")
    }
  }
}
