import NIOConcurrencyHelpers
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

// The points that are about how programs ask.
extension RealProgramsTests {
  @Test("point 9: a query answers 200 while the upstream fails in every way, and the result comes when it is over")
  func point9QueriesNeverFail() async throws {
    try await GatewayUnderTest.run(Self.patient()) { gateway in
      let jobID = try await gateway.created(Body.picture("point 9")).jobID
      try await UpstreamTrouble.each(in: gateway) { trouble in
        for _ in 0..<5 {
          let reply = try await gateway.query(jobID)
          #expect(reply.status == 200 && reply.code == 0, "\(trouble.kind): \(reply.text)")
        }
      }
      gateway.simulator.command(try #require(gateway.simulator.accepted.first?.id), .succeed)
      try await gateway.query(jobID, untilStatus: 2)
      await gateway.stopUpstream()
      #expect(try await gateway.query(jobID).status == 200)
      let hit = try await gateway.created(Body.picture("point 9"))
      #expect(try await gateway.query(hit.jobID).status == 200)
    }
  }

  @Test("point 10: a grep finds the job id in a create's raw answer, exactly once")
  func point10Grep() async throws {
    try await GatewayUnderTest.run(Self.patient()) { gateway in
      let body = Body.picture("point 10")
      let miss = try await gateway.created(body)
      let joined = try await gateway.created(body)
      gateway.simulator.command(try #require(gateway.simulator.accepted.first?.id), .succeed)
      try await gateway.query(miss.jobID, untilStatus: 2)
      let hit = try await gateway.created(body)
      for reply in [miss, joined, hit] {
        let found = reply.text.matches(of: #/"job_id": *"(?<id>[^"]*)"/#)
        #expect(try found.map { String($0.output.id) } == [reply.jobID], "\(reply.text)")
      }
    }
  }

  @Test("point 11: who read job_id in the wrong place is told where it is")
  func point11WrongPlace() async throws {
    try await GatewayUnderTest.run { gateway in
      try await gateway.finished(Body.picture("point 11"))
      let targets = [
        "query?id=undefined", "query?id=None", "query?id=null", "query?id=", "query?id", "query", "query?job_id=undefined",
        "status?id=undefined", "get?job_id=None", "undefined", "None",
      ]
      for target in targets {
        let reply = try await gateway.wire("GET", "/api/v1/job/\(target)")
        reply.expectError(404, 40400, target)
        #expect(try reply.json["info"]?.string?.contains("data.job_id") == true, "\(target)")
      }
    }
  }

  @Test("point 12: variants are further samples that are cached too; no-cache buys a fresh one that replaces")
  func point12Samples() async throws {
    try await GatewayUnderTest.run { gateway in
      let body = Body.picture("point 12")
      func link(_ headers: [String: String]) async throws -> String {
        let reply = try await gateway.finished(body, headers: headers)
        return try #require(try await gateway.query(reply.jobID).data["result"]?["images"]?.array?.first?["url"]?.string)
      }
      let variants: [[String: String]] = [[:]] + ["1", "2", "3"].map { ["Tollgate-Variant": $0] }
      var links: [String] = []
      for headers in variants { links.append(try await link(headers)) }
      #expect(Set(links).count == 4)
      for (headers, first) in zip(variants, links) { #expect(try await link(headers) == first) }
      #expect(gateway.simulator.accepted.count == 4)

      var fresh: [String] = []
      for _ in 0..<3 { fresh.append(try await link(["Cache-Control": "no-cache"])) }
      #expect(Set(fresh + links).count == 7)
      #expect(try await link([:]) == fresh.last)
      #expect(gateway.simulator.accepted.count == 7)
    }
  }

  @Test("point 13: twenty programs that poll every few milliseconds do not make the gateway ask more often")
  func point13Polling() async throws {
    var pace = GatewayUnderTest.quickPolicy.polling
    pace.first = .milliseconds(50)
    pace.maximum = .milliseconds(50)
    try await GatewayUnderTest.run(Self.patient { $0.policy.polling = pace }) { gateway in
      let start = ContinuousClock.now
      let jobID = try await gateway.created(Body.picture("point 13")).jobID
      let asked = NIOLockedValueBox(0)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 {
          group.addTask {
            while true {
              let reply = try await gateway.query(jobID)
              try #require(reply.status == 200, "\(reply.text)")
              asked.withLockedValue { $0 += 1 }
              if try reply.data["status"] != 1 { return }
              try await Task.sleep(for: .milliseconds(3))
            }
          }
        }
        try await eventually("four hundred queries", holds: { asked.withLockedValue { $0 } >= 400 })
        gateway.simulator.command(try #require(gateway.simulator.accepted.first?.id), .succeed)
        try await group.waitForAll()
      }
      // A pause is shortened by a fifth at most.
      let most = Int((ContinuousClock.now - start) / .milliseconds(40)) + 1
      #expect(gateway.simulator.statistics.queries <= most)
      #expect(gateway.simulator.statistics.maximumConcurrentQueries == 1)
    }
  }
}
