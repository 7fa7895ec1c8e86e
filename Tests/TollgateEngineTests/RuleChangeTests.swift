import Logging
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("A start under changed rules brings the cache in line with them")
struct RuleChangeTests {
  private func catalogue(_ change: (inout ModelRule) -> Void) -> Catalogue {
    var rule = ModelRule(model: "google/*")
    change(&rule)
    return .builtIn.overriding([rule])
  }

  private func body(_ traceID: String) -> [UInt8] {
    Array(
      #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"p","resolution":"1K","trace_id":"\#(traceID)"}}"#.utf8)
  }

  @Test("what was bought is a hit for every request that is the same now, and for no others after the rule is gone")
  func hits() async throws {
    let folder = TemporaryFolder()
    let upstream = ScriptedUpstream()
    var newest: GenerationNumber?
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      for traceID in ["1", "2"] {
        let answer = try await harness.gateway.create(
          body(traceID), directives: CreateDirectives(), from: harness.local)
        try await harness.record(of: answer.jobID, untilStatus: 2)
        newest = answer.generation
      }
    }
    let ignoring = catalogue { $0.ignore = [ArgumentPath("trace_id")].compactMap(\.self) }
    for _ in 0..<2 {
      try await EngineHarness.run(folder: folder.path, upstream: upstream, catalogue: ignoring) { harness in
        let answer = try await harness.gateway.create(body("3"), directives: CreateDirectives(), from: harness.local)
        #expect(answer.generation == newest)
        guard case .hit = answer.outcome else {
          Issue.record("\(answer.outcome)")
          return
        }
      }
    }
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      let second = try await harness.gateway.create(body("2"), directives: CreateDirectives(), from: harness.local)
      #expect(second.generation == newest)
      let third = try await harness.gateway.create(body("3"), directives: CreateDirectives(), from: harness.local)
      #expect(third.outcome == .miss(bypassed: false))
    }
    #expect(upstream.sent.count == 3)
    #expect(upstream.sent.allSatisfy { String(decoding: $0, as: UTF8.self).contains("trace_id") })
  }

  @Test("what runs is watched on, and finishes in its new slot")
  func running() async throws {
    let folder = TemporaryFolder()
    let upstream = ScriptedUpstream()
    upstream.onQuery { .record(.running($0)) }
    var jobID = ""
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      jobID = try await harness.create().jobID
    }
    upstream.onQuery { .record(.finished($0)) }
    let changed = catalogue { $0.defaults = ["seed": 7] }
    try await EngineHarness.run(folder: folder.path, upstream: upstream, catalogue: changed) { harness in
      try await harness.record(of: jobID, untilStatus: 2)
      guard case .hit = try await harness.create().outcome else {
        Issue.record("what ran under the old rules should be replayed under the new ones")
        return
      }
    }
    #expect(upstream.sent.count == 1)
  }

  @Test("what is unknown still stands in the way")
  func unknown() async throws {
    let folder = TemporaryFolder()
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .unknown(reason: "reset") }
    let first = try #require(GenerationNumber(1))
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      await #expect(throws: GatewayError.lost(first)) { try await harness.create() }
    }
    let changed = catalogue { $0.defaults = ["seed": 7] }
    try await EngineHarness.run(folder: folder.path, upstream: upstream, catalogue: changed) { harness in
      await #expect(throws: GatewayError.outcomeUnknown(first, .unknown)) { try await harness.create() }
    }
  }

  @Test("prices and ages are no part of it; models, defaults, ignored and media arguments are")
  func fingerprints() throws {
    let path = try #require(ArgumentPath("a"))
    let plain = Catalogue.builtIn.normalisation
    #expect(catalogue { $0.price = .fixed(.zero) }.normalisation == plain)
    #expect(catalogue { $0.ttl = .forever }.normalisation == plain)
    let others = [
      catalogue { $0.defaults = ["a": 1] }, catalogue { $0.defaults = ["a": "1"] }, catalogue { $0.ignore = [path] },
      catalogue { $0.media = [path] },
      catalogue {
        $0.media = [path]
        $0.model = "*"
      },
    ].map(\.normalisation)
    #expect(Set(others + [plain]).count == 6)
  }
}
