import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("Whoever runs the gateway learns why a request is or is not answered from the cache")
struct ExplainTests {
  @Test("a hit, and a miss with the nearest earlier request and where it differs")
  func nearest() async throws {
    try await EngineHarness.run { harness in
      let administration = harness.engine.administration
      let first = try await administration.explain(EngineHarness.body("a red fox"), forKeyNamed: nil)
      #expect(first.outcome == .miss && first.nearest == nil)
      for prompt in ["a red fox", "a red owl"] {
        try await harness.record(of: try await harness.create(prompt).jobID, untilStatus: 2)
      }
      let hit = try await administration.explain(EngineHarness.body("a red fox"), forKeyNamed: nil)
      #expect(hit.outcome == .hit && hit.generation?.value == 1 && hit.nearest == nil)

      let other = Array(
        #"{"args":{"aspect_ratio":"1:1","prompt":"a red fox","seed":7},"model":"google/nano-banana-2/text-to-image"}"#.utf8)
      let miss = try await administration.explain(other, forKeyNamed: nil)
      let nearest = try #require(miss.nearest)
      #expect(miss.outcome == .miss && nearest.generation.number.value == 1 && nearest.furtherDifferences == 0)
      let lines = nearest.differences.map { "\($0.path): \($0.here ?? "-") | \($0.there ?? "-")" }
      #expect(lines.contains(#"args.aspect_ratio: "1:1" | "16:9""#) && lines.contains("args.seed: 7 | -"), "\(lines)")
      #expect(!lines.contains { $0.hasPrefix("args.prompt") })

      // Another model's request is named where its own has none, and says so.
      let foreign = try await administration.explain(
        Array(#"{"model":"acme/new/text-to-image","args":{"prompt":"red owl"}}"#.utf8), forKeyNamed: nil)
      #expect(foreign.nearest?.generation.number.value == 2 && foreign.nearest?.differences.last?.path == "model")
    }
  }

  @Test("long values are shortened, many differences are counted")
  func long() async throws {
    try await EngineHarness.run { harness in
      _ = try await harness.create("short")
      let members = (0..<40).map { "\"x\($0)\":1" }.joined(separator: ",")
      let prompt = String(repeating: "long ", count: 100)
      let body = #"{"model":"google/nano-banana-2/text-to-image","args":{"a":"\#(prompt)",\#(members)}}"#
      let nearest = try #require(
        try await harness.engine.administration.explain(Array(body.utf8), forKeyNamed: nil).nearest)
      #expect(nearest.differences.count == 20 && nearest.furtherDifferences > 20)
      #expect(nearest.differences.first?.here?.count == 121)
    }
  }

  @Test("replay mode, an unknown outcome and another key's scope are reasons")
  func reasons() async throws {
    var policy = EngineHarness.quickPolicy
    policy.sharing = .key
    try await EngineHarness.run(policy: policy, keys: [TestKey.declared("alice"), TestKey.declared("bob")]) { harness in
      let administration = harness.engine.administration
      let job = try await harness.create("one", from: try harness.caller("alice"))
      try await harness.record(of: job.jobID, untilStatus: 2, from: try harness.caller("alice"))
      #expect(try await administration.explain(EngineHarness.body("one"), forKeyNamed: "alice").outcome == .hit)
      let bob = try await administration.explain(EngineHarness.body("one"), forKeyNamed: "bob")
      #expect(bob.outcome == .miss && bob.nearest?.differences == [] && bob.nearest?.generation.keyName == "alice")
      #expect(bob.nearest?.scope != bob.scope)
      await #expect(throws: AdministrationError.self) {
        try await administration.explain(EngineHarness.body("one"), forKeyNamed: nil)
      }
    }
  }

  @Test("a search says what it cannot search for, and a key that is not there")
  func queries() async throws {
    try await EngineHarness.run(keys: [TestKey.declared("alice")]) { harness in
      let administration = harness.engine.administration
      let job = try await harness.create("a red fox", from: try harness.caller("alice"))
      try await harness.record(of: job.jobID, untilStatus: 2, from: try harness.caller("alice"))
      let found = try await administration.results(ResultQuery(model: "google/*", search: "fox re", keyName: "alice"))
      #expect(found.map(\.prompt) == ["a red fox\n16:9\n1K"] && found.first?.keyName == "alice")
      let detail = try await administration.result(try #require(found.first?.number))
      #expect(detail.replayedSince == found.first?.finishedAt && detail.record?.contains("images") == true)
      #expect(detail.request.contains("a red fox"))
      for query in [ResultQuery(model: "a*b"), ResultQuery(search: "**"), ResultQuery(content: "abc"), ResultQuery(limit: 0)] {
        await #expect(throws: AdministrationError.self) { try await administration.results(query) }
      }
      await #expect(throws: AdministrationError.self) { try await administration.results(ResultQuery(keyName: "nobody")) }
    }
  }
}
