import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("An Idempotency-Key stands for one job for a day")
struct IdempotencyTests {
  private func directives(_ name: String = "k", _ change: (inout CreateDirectives) -> Void = { _ in }) -> CreateDirectives {
    var directives = CreateDirectives()
    directives.idempotencyKey = name
    change(&directives)
    return directives
  }

  private let four = Money(nanodollars: 40_000_000)

  @Test(
    "a repeat of a create that the cache is kept out of buys nothing, whatever became of the first",
    arguments: [true, false])
  func bypassing(stores: Bool) async throws {
    try await EngineHarness.run { harness in
      let bypassing = directives {
        $0.noCache = stores
        $0.noStore = !stores
      }
      let first = try await harness.create(directives: bypassing)
      #expect(first.outcome == .miss(bypassed: true) && first.amount == four)
      for _ in 0..<2 {
        let repeated = try await harness.create(directives: bypassing)
        #expect(repeated.outcome == .repeated(amount: four))
        #expect(repeated.jobID == first.jobID && repeated.amount == first.amount && repeated.charged == .zero)
        try await harness.record(of: first.jobID, untilStatus: 2)
      }
      #expect(harness.upstream.sent.count == 1)
      #expect(try await harness.create(directives: directives("l") { $0.noCache = true }).jobID != first.jobID)
    }
  }

  /// The upstream names its charge only in the end, and it is less than what was held.
  @Test("the amount stays what the first answer said, also after a correction and a restart")
  func corrected() async throws {
    let folder = TemporaryFolder()
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, number in .accepted(upstreamID: ScriptedUpstream.id(number), charge: .unstated) }
    upstream.onQuery { .record(.finished($0, credit: Money(nanodollars: 30_000_000))) }
    var first: CreateAnswer?
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      let answer = try await harness.create(directives: directives())
      try await harness.record(of: answer.jobID, untilStatus: 2)
      #expect(try await harness.store.generation(answer.generation)?.cost == Money(nanodollars: 30_000_000))
      first = answer
    }
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      let repeated = try await harness.create(directives: directives())
      #expect(repeated.jobID == first?.jobID && repeated.amount == four && repeated.generation == first?.generation)
      #expect(try await harness.gateway.query(repeated.jobID, from: harness.local)["credit"]?.string == "0.03")
      #expect(upstream.sent.count == 1)
    }
  }

  @Test("hits and joins are recorded too")
  func hitsAndJoins() async throws {
    let upstream = ScriptedUpstream()
    upstream.onQuery { .record(.running($0)) }
    try await EngineHarness.run(upstream: upstream) { harness in
      let bought = try await harness.create()
      let joined = try await harness.create(directives: directives("join"))
      #expect(joined.outcome == .joined && joined.jobID != bought.jobID)
      upstream.onQuery { .record(.finished($0, credit: four)) }
      try await harness.record(of: bought.jobID, untilStatus: 2)
      let hit = try await harness.create(directives: directives("hit"))
      guard case .hit = hit.outcome else {
        Issue.record("\(hit.outcome)")
        return
      }
      #expect(try await harness.create().jobID != hit.jobID)
      for (name, answer) in [("join", joined), ("hit", hit)] {
        let repeated = try await harness.create(directives: directives(name) { $0.noCache = true })
        #expect(repeated.jobID == answer.jobID && repeated.amount == .zero)
        try await harness.record(of: repeated.jobID, untilStatus: 2)
      }
      #expect(upstream.sent.count == 1)
    }
  }

  @Test("a repeat waits for what is in flight")
  func inFlight() async throws {
    let upstream = ScriptedUpstream()
    let gate = Gate()
    upstream.accept(after: gate)
    try await EngineHarness.run(upstream: upstream) { harness in
      async let first = harness.create(directives: directives { $0.noStore = true })
      try await eventually("the first create", holds: { upstream.sent.count == 1 })
      async let second = harness.create(directives: directives { $0.noStore = true })
      try await eventually("the second create", holds: { harness.gateway.rateStatus(of: try harness.local).isEmpty })
      await gate.open()
      let (one, other) = try await (first, second)
      #expect(one.jobID == other.jobID && one.amount == other.amount)
      #expect(upstream.sent.count == 1)
    }
  }

  @Test("another request is refused")
  func otherContent() async throws {
    try await EngineHarness.run { harness in
      let first = try await harness.create(directives: directives())
      await #expect(throws: GatewayError.idempotencyKeyReused(first.generation)) {
        try await harness.create("another", directives: directives())
      }
      await #expect(throws: GatewayError.idempotencyKeyReused(first.generation)) {
        try await harness.create(directives: directives { $0.variant = "2" })
      }
    }
  }

  @Test("what was rejected is bought by a repeat, and what is unknown is not")
  func rejectedAndUnknown() async throws {
    let upstream = ScriptedUpstream()
    let rejection = Rejection(httpStatus: 400, code: 1, text: "no")
    upstream.onCreate { _, number in
      switch number {
      case 1: .rejected(rejection, retryAfter: nil)
      default: .unknown(reason: "reset")
      }
    }
    try await EngineHarness.run(upstream: upstream) { harness in
      let unknown = try #require(GenerationNumber(2))
      await #expect(throws: GatewayError.rejected(rejection)) { try await harness.create(directives: directives()) }
      await #expect(throws: GatewayError.lost(unknown)) { try await harness.create(directives: directives()) }
      for _ in 0..<2 {
        await #expect(throws: GatewayError.outcomeUnknown(unknown, .unknown)) {
          try await harness.create(directives: directives { $0.noCache = true })
        }
      }
      #expect(upstream.sent.count == 2)
      // It ran after all: the repeat gets the job that the first create never heard of.
      _ = try await harness.store.record(.resolvedCharged(upstreamID: "found"), for: unknown, at: SystemTimeSource().now())
      let repeated = try await harness.create(directives: directives())
      #expect(repeated.generation == unknown && repeated.amount == four)
      #expect(upstream.sent.count == 2)
    }
  }

  @Test("a quote under an Idempotency-Key records nothing")
  func quotes() async throws {
    try await EngineHarness.run { harness in
      for prompt in ["one", "two"] {
        let quote = try await harness.gateway.quote(
          EngineHarness.body(prompt), directives: directives(), from: harness.local)
        #expect(quote.outcome == .miss(bypassed: false))
      }
      let first = try await harness.create("two", directives: directives())
      try await harness.record(of: first.jobID, untilStatus: 2)
      let reused = try await harness.gateway.quote(
        EngineHarness.body("one"), directives: directives(), from: harness.local)
      #expect(reused.outcome == .refused(.idempotencyKeyReused(first.generation)))
    }
  }
}
