import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("A create is bought once")
struct CreateTests {
  @Test("a miss pays, its repeat is a hit with a job id of its own, also after a restart")
  func missThenHit() async throws {
    let folder = TemporaryFolder()
    let upstream = ScriptedUpstream()
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      let miss = try await harness.create()
      #expect(miss.outcome == .miss(bypassed: false))
      #expect(miss.charged == Money("0.04"))
      #expect(miss.saved == nil)
      try await harness.record(of: miss.jobID, untilStatus: 2)

      let hit = try await harness.create()
      guard case .hit = hit.outcome else {
        Issue.record("expected a hit, got \(hit.outcome)")
        return
      }
      #expect(hit.charged == .zero)
      #expect(hit.saved == Money("0.04"))
      #expect(hit.jobID != miss.jobID)
      #expect(hit.generation == miss.generation)
    }
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      let hit = try await harness.create()
      guard case .hit = hit.outcome else {
        Issue.record("expected a hit after the restart, got \(hit.outcome)")
        return
      }
      try await harness.record(of: hit.jobID, untilStatus: 2)
    }
    #expect(upstream.sent.count == 1)
  }

  @Test("what is sent upstream is the normalised body")
  func sentBody() async throws {
    try await EngineHarness.run { harness in
      _ = try await harness.create("fox")
      let sent = String(decoding: try #require(harness.upstream.sent.first), as: UTF8.self)
      #expect(
        sent
          == #"{"args":{"aspect_ratio":"16:9","num_images":1,"prompt":"fox","resolution":"1K"},"#
          + #""model":"google/nano-banana-2/text-to-image"}"#
      )
    }
  }

  @Test("a thousand identical creates at once are one purchase and a thousand jobs")
  func thousandAtOnce() async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, number in
      try? await Task.sleep(for: .milliseconds(100))
      return .accepted(upstreamID: ScriptedUpstream.id(number), charge: .stated(Money(nanodollars: 40_000_000)))
    }
    try await EngineHarness.run(upstream: upstream) { harness in
      let answers = try await withThrowingTaskGroup(of: CreateAnswer.self) { group in
        for _ in 0..<1000 { group.addTask { try await harness.create() } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(upstream.sent.count == 1)
      #expect(Set(answers.map(\.jobID)).count == 1000)
      #expect(answers.count { $0.charged > .zero } == 1)
      #expect(answers.count { $0.outcome == .miss(bypassed: false) } == 1)
      let results = try await answers.asyncSet { answer in
        try #require(try await harness.record(of: answer.jobID, untilStatus: 2)["result"])
      }
      #expect(results.count == 1)
    }
  }

  @Test("only the paying job id shows the purchase's money")
  func onlyThePayerShowsMoney() async throws {
    try await EngineHarness.run { harness in
      let miss = try await harness.create()
      let paid = try await harness.record(of: miss.jobID, untilStatus: 2)
      #expect(paid["credit"]?.string == "0.04")
      let hit = try await harness.create()
      let free = try await harness.record(of: hit.jobID, untilStatus: 2)
      #expect(free["credit"]?.string == "0")
      #expect(free["refunded"]?.bool == false)
      #expect(free["refunded_credit"]?.string == "0")
      #expect(free["key_name"]?.string == "local")
    }
  }

  @Test("a client that hangs up changes nothing")
  func cancelledClient() async throws {
    let upstream = ScriptedUpstream()
    let gate = Gate()
    upstream.accept(after: gate)
    try await EngineHarness.run(upstream: upstream) { harness in
      await withTaskGroup(of: Void.self) { group in
        group.addTask { _ = try? await harness.create() }
        while upstream.sent.isEmpty { await Task.yield() }
        group.cancelAll()
      }
      await gate.open()
      let joined = try await harness.create()
      #expect(joined.charged == .zero)
      #expect(upstream.sent.count == 1)
      try await harness.record(of: joined.jobID, untilStatus: 2)
    }
  }

  @Test("an answer that takes too long is 504/50401, and repeating joins")
  func stillSending() async throws {
    let upstream = ScriptedUpstream()
    let gate = Gate()
    upstream.accept(after: gate)
    let time = ManualTime()
    try await EngineHarness.run(upstream: upstream, time: time) { harness in
      let first = try #require(GenerationNumber(1))
      let timeout = EngineHarness.quickPolicy.answerTimeout
      for number in 1...2 {
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { await #expect(throws: GatewayError.stillSending(first)) { try await harness.create() } }
          try await eventually("wait \(number)", holds: { time.sleepers(until: timeout * number) == 1 })
          time.advance(by: timeout)
          try await group.waitForAll()
        }
      }
      await gate.open()
      while try await harness.states() == [.submitting] { await Task.yield() }
      let joined = try await harness.create()
      #expect(joined.charged == .zero)
      #expect(upstream.sent.count == 1)
    }
  }
}

extension Sequence {
  /// The set of what `transform` makes of the elements, one after the other.
  func asyncSet<Value: Hashable>(_ transform: (Element) async throws -> Value) async rethrows -> Set<Value> {
    var set: Set<Value> = []
    for element in self { set.insert(try await transform(element)) }
    return set
  }
}
