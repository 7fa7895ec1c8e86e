import NIOConcurrencyHelpers
import Subprocess
import Testing
import TollgateCore

extension ProcessTests {
  /// A thousand identical creates at the same moment.
  @Suite struct ThunderingHerdTests {
    private static let clients = 1000

    /// What the clients were given.
    private struct Given {
      var answers: [Answer] = []
      var unanswered = 0
      var jobIDs: Set<String> { Set(answers.compactMap(\.jobID)) }
    }

    // `killedAfter` is how many answers there are when the gateway is killed; then the others try again.
    @Test(.timeLimit(.minutes(15)), arguments: [nil, 1, 400]) func buysOnce(killedAfter: Int?) async throws {
      try await TestBed.run(jobDuration: "3s") { bed in
        let body = Picture.of("a thundering herd")
        var (given, end) = try await bed.gateway(connections: Self.clients) { gateway in
          try await gateway.ready()
          let given = await Self.ask(for: body, times: Self.clients, of: gateway, killAfter: killedAfter)
          gateway.kill()
          return given
        }
        #expect(end == .signaled(9))
        #expect(killedAfter != nil || given.unanswered == 0)
        #expect(given.answers.count { $0.amount == "0.04" } == 1 || killedAfter != nil)
        #expect(try bed.simulator.purchases().count == 1)
        #expect(given.jobIDs.count == given.answers.count)

        _ = try await bed.gateway(connections: Self.clients) { gateway in
          try await gateway.ready()
          let retried = await Self.ask(for: body, times: given.unanswered, of: gateway)
          #expect(retried.unanswered == 0)
          for answer in retried.answers {
            #expect(["tollgate; hit", "tollgate; fwd=miss; collapsed"].contains(answer.cacheStatus), "\(answer.text)")
          }
          given.answers += retried.answers
          #expect(given.jobIDs.count == Self.clients)
          let results = try await Self.results(of: given.jobIDs, at: gateway.client)
          #expect(results.count == 1)
          #expect(results.first??["images"]?.array?.count == 1)
          #expect(try await gateway.client.violations() == [])
        }
        #expect(try bed.simulator.purchases().count == 1)
      }
    }

    /// Sends so many creates at once, each on a connection of its own.
    private static func ask(for body: String, times: Int, of gateway: GatewayProcess, killAfter: Int? = nil) async -> Given {
      let given = NIOLockedValueBox(Given())
      await withDiscardingTaskGroup { group in
        for _ in 0..<times {
          group.addTask {
            let answer = try? await gateway.client.create(body)
            let answered = given.withLockedValue { given in
              if let answer, answer.jobID != nil { given.answers.append(answer) } else { given.unanswered += 1 }
              return given.answers.count
            }
            if answered == killAfter { gateway.kill() }
          }
        }
      }
      return given.withLockedValue { $0 }
    }

    /// The different results that the jobs end with.
    private static func results(of jobIDs: Set<String>, at client: GatewayClient) async throws -> Set<JSONValue?> {
      try await withThrowingTaskGroup(of: JSONValue?.self) { group in
        for jobID in jobIDs {
          group.addTask { try await client.finished(jobID)?["result"] }
        }
        return try await group.reduce(into: []) { $0.insert($1) }
      }
    }
  }
}
