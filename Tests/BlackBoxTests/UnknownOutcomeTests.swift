import NIOHTTP1
import Testing
import TollgateCore
import TollgateTestSupport

extension ProcessTests {
  /// The upstream accepts a create and closes the connection without an answer.
  @Suite struct UnknownOutcomeTests {
    private static let dropAfter = #"{"on":"create","kind":"dropAfter","times":1}"#

    @Test(.timeLimit(.minutes(15))) func isBoughtAgainOnlyByAResend() async throws {
      let body = Picture.of("an unknown outcome")
      try await TestBed.run { bed in
        _ = try await bed.gateway(connections: 50) { gateway in
          try await gateway.ready()
          try await bed.simulator.add(faults: Self.dropAfter)
          let first = try await gateway.client.create(body)
          #expect(first.status == 504 && first.code == 50400 && first.generation == "g1")
          for retry in try await Self.answers(1000, to: body, of: gateway.client) {
            #expect(retry.status == 409 && retry.code == 40900 && retry.generation == "g1")
          }
          #expect(try bed.simulator.purchases().count == 1)

          let answers = try await Self.answers(10, to: body, of: gateway.client, onUnknown: "resend")
          for resent in answers {
            #expect(resent.status == 200 && resent.generation == "g2", "\(resent.text)")
          }
          #expect(try bed.simulator.purchases().count == 2)

          let charged = try #require(try bed.simulator.purchases().first).id
          let resolved = try await bed.command("jobs", "resolve", "g1", "--charged", "--upstream-id", charged)
          #expect(resolved.code == 0, "\(resolved.errors)")
          #expect(try await Self.settled(GenerationNumber(1), at: gateway.client).state == .succeeded)
          let shown = try await bed.command("jobs", "show", "g1")
          #expect(shown.output.contains("succeeded") && shown.output.contains(charged))
          #expect(try await bed.command("verify").code == 0)
          _ = try await gateway.client.finished(try #require(answers.first?.jobID))
          #expect(try await gateway.client.create(body).cacheStatus == "tollgate; hit")
        }
        #expect(try bed.simulator.purchases().count == 2)
      }
    }

    @Test(.timeLimit(.minutes(15))) func rescuedPictureAnswersTheNextCreate() async throws {
      let body = Picture.of("a picture that was paid for")
      // The vendor's link shows whose picture it is.
      try await TestBed.run(environment: ["TOLLGATE_CACHE_ASSETS": "passthrough"]) { bed in
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          try await bed.simulator.add(faults: Self.dropAfter)
          #expect(try await gateway.client.create(body).status == 504)
          gateway.kill()
        }
        // No gateway has to run for it; the next one fetches the picture.
        let charged = try #require(try bed.simulator.purchases().first).id
        let resolved = try await bed.command("jobs", "resolve", "g1", "--charged", "--upstream-id", charged)
        #expect(resolved.code == 0, "\(resolved.errors)")
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          #expect(try await Self.settled(GenerationNumber(1), at: gateway.client).captured == Money("0.04"))
          let answer = try await gateway.client.create(body)
          #expect(answer.cacheStatus == "tollgate; hit" && answer.amount == "0")
          let record = try await gateway.client.finished(try #require(answer.jobID))
          #expect(record?["result"]?["images"]?.array?.first?["url"]?.string?.contains(charged) == true)
        }
        #expect(try bed.simulator.purchases().count == 1)
        #expect(try await bed.command("verify").code == 0)
      }
    }

    private static func answers(
      _ count: Int, to body: String, of client: GatewayClient, onUnknown: String? = nil
    ) async throws -> [Answer] {
      try await withThrowingTaskGroup(of: Answer.self) { group in
        for _ in 0..<count {
          group.addTask {
            try await client.create(body, headers: onUnknown.map { ["Tollgate-On-Unknown": $0] } ?? [:])
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
    }

    /// A generation when it runs no more.
    private static func settled(_ number: GenerationNumber?, at client: GatewayClient) async throws -> GenerationSummary {
      let number = try #require(number)
      return try await eventually("the end of \(number)") {
        let summary = try await client.generation(number).summary
        return summary.state == .running ? nil : summary
      }
    }
  }
}
