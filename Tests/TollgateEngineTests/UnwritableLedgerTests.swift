import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("A ledger that cannot be written: nothing is sent, what needs no write goes on, and nothing is lost or bought twice")
struct UnwritableLedgerTests {
  private static let price = Money(nanodollars: 40_000_000)
  /// Enough for one purchase, at a time, in a minute, and ever.
  private static let poor = TestKey.declared(
    "poor",
    limits: KeyLimits(
      budgets: BudgetLimits(total: price), rate: RateLimits(generationsPerMinute: 1), maximumRunning: 1))
  private static let rich = TestKey.declared("rich")

  /// The write of a purchase with which the disk is full.
  enum Write: String, CaseIterable, Sendable {
    case hold = "held"
    case submission = "submitting"
    case acceptance = "running"
    case success = "succeeded"

    /// Whether it comes before the create is sent.
    var isBeforeSending: Bool { self == .hold || self == .submission }
  }

  /// An engine in which "kept" was bought, and is known to have succeeded.
  private func withKept(
    policy: GatewayPolicy = EngineHarness.quickPolicy,
    _ body: (EngineHarness, FailingDisk, _ kept: CreateAnswer) async throws -> Void
  ) async throws {
    let disk = FailingDisk()
    try await EngineHarness.run(policy: policy, keys: [Self.poor, Self.rich], disk: disk) { harness in
      let kept = try await harness.create("kept", from: harness.caller("rich"))
      try await harness.record(of: kept.jobID, untilStatus: 2, from: harness.caller("rich"))
      try await body(harness, disk, kept)
    }
  }

  /// Fills the disk from a write of the second purchase on.
  private func fill(_ disk: FailingDisk, at write: Write) {
    disk.fail(.full, when: "SELECT 1 FROM generations WHERE number > 1 AND state = '\(write.rawValue)'")
  }

  private func expectRepeats(_ harness: EngineHarness, of kept: CreateAnswer) async throws {
    let again = try await harness.create("kept", from: harness.caller("poor"))
    guard case .hit = again.outcome else {
      Issue.record("a repeat is \(again.outcome)")
      return
    }
    #expect(again.charged == .zero && again.generation == kept.generation)
    try await harness.record(of: again.jobID, untilStatus: 2, from: harness.caller("poor"))
    try await harness.record(of: kept.jobID, untilStatus: 2, from: harness.caller("rich"))
  }

  @Test(
    "a create that meets it before it is sent is refused, gives back all that it counted, and is bought once afterwards",
    arguments: Write.allCases.filter(\.isBeforeSending))
  func refused(at write: Write) async throws {
    try await withKept { harness, disk, kept in
      let poor = try harness.caller("poor")
      fill(disk, at: write)
      for _ in 0..<3 {
        await #expect {
          try await harness.create("new", from: poor)
        } throws: { error in
          if case GatewayError.unavailable = error { true } else { false }
        }
      }
      #expect(disk.failedCommits > 0)
      #expect(harness.upstream.sent.count == 1, "nothing was sent")
      #expect(harness.gateway.rateStatus(of: poor).all.map(\.remaining) == [1], "the rate is as it was")
      try await expectRepeats(harness, of: kept)

      disk.mend()
      try await eventually(
        "the release of what was held", holds: { try await harness.states().allSatisfy { $0 == .succeeded || $0 == .released } }
      )
      // It fits only if money, rate and the place among the running were given back.
      let bought = try await harness.create("new", from: poor)
      #expect(bought.outcome == .miss(bypassed: false) && bought.charged == Self.price)
      try await harness.record(of: bought.jobID, untilStatus: 2, from: poor)
      guard case .hit = try await harness.create("new", from: poor).outcome else {
        Issue.record("it was bought twice")
        return
      }
      #expect(harness.upstream.sent.count == 2)
    }
  }

  @Test("a purchase that was sent is recorded as soon as there is room", arguments: [Write.acceptance, .success])
  func sent(at write: Write) async throws {
    try await withKept { harness, disk, kept in
      let poor = try harness.caller("poor")
      fill(disk, at: write)
      try await withThrowingTaskGroup(of: CreateAnswer.self) { group in
        group.addTask { try await harness.create("new", from: poor) }
        try await eventually("the failing write", holds: { disk.failedCommits > 2 })
        try await expectRepeats(harness, of: kept)
        #expect(try await harness.states() == [.succeeded, write == .acceptance ? .submitting : .running])
        disk.mend()
        let bought = try #require(try await group.next())
        #expect(bought.outcome == .miss(bypassed: false) && bought.charged == Self.price)
        try await harness.record(of: bought.jobID, untilStatus: 2, from: poor)
      }
      #expect(harness.upstream.sent.count == 2)
      #expect(try await harness.states() == [.succeeded, .succeeded])
    }
  }

  @Test("repeats that memory does not know are read, though they would be decided together with purchases that fail")
  func readInsteadOfDecided() async throws {
    var policy = EngineHarness.quickPolicy
    policy.memoryForResults = ByteCount(bytes: 0)
    try await withKept(policy: policy) { harness, disk, kept in
      let rich = try harness.caller("rich")
      harness.upstream.onQuery { id in .record(.running(id)) }
      // Its own client kept the cache out, so that memory says nothing about it while it runs.
      var directives = CreateDirectives()
      directives.noCache = true
      let running = try await harness.create("running", directives: directives, from: rich)
      disk.fail(.full)
      try await expectRepeats(harness, of: kept)
      let joined = try await harness.create("running", from: rich)
      #expect(joined.outcome == .joined && joined.generation == running.generation && joined.charged == .zero)
      var cachedOnly = CreateDirectives()
      cachedOnly.onlyIfCached = true
      await #expect(throws: GatewayError.notCached) { try await harness.create("new", directives: cachedOnly, from: rich) }
      #expect(disk.failedCommits >= 3)
      disk.mend()
      #expect(harness.upstream.sent.count == 2)
    }
  }

  @Test(
    "after an I/O error nothing is sent any more, repeats go on, and after a restart the create is bought once",
    arguments: [true, false])
  func broken(isDurable: Bool) async throws {
    let folder = TemporaryFolder()
    let upstream = ScriptedUpstream()
    let keys = [Self.poor, Self.rich]
    let disk = FailingDisk()
    try await EngineHarness.run(folder: folder.path, upstream: upstream, keys: keys, disk: disk) { harness in
      let kept = try await harness.create("kept", from: harness.caller("rich"))
      try await harness.record(of: kept.jobID, untilStatus: 2, from: harness.caller("rich"))
      // The statistics, which are written once a second, might be first.
      disk.fail(.broken(isDurable: isDurable), when: "SELECT 1 FROM generations WHERE state = 'held'")
      for prompt in ["new", "new", "other"] {
        await #expect {
          try await harness.create(prompt, from: harness.caller("poor"))
        } throws: { error in
          if case GatewayError.unavailable = error { true } else { false }
        }
      }
      #expect(disk.failedCommits == 1, "the store is not written again before a restart")
      #expect(upstream.sent.count == 1)
      try await expectRepeats(harness, of: kept)
    }
    try await EngineHarness.run(folder: folder.path, upstream: upstream, keys: keys) { harness in
      let bought = try await harness.create("new", from: harness.caller("poor"))
      #expect(bought.outcome == .miss(bypassed: false))
      try await harness.record(of: bought.jobID, untilStatus: 2, from: harness.caller("poor"))
      #expect(upstream.sent.count == 2)
      #expect(try await harness.states() == (isDurable ? [.succeeded, .released, .succeeded] : [.succeeded, .succeeded]))
    }
  }

  @Test("a purchase that waits too long for its turn gives its rate back with its hold")
  func queueDeadline() async throws {
    var policy = EngineHarness.quickPolicy
    policy.maximumSending = 1
    policy.queueSize = 0
    let gate = Gate()
    let upstream = ScriptedUpstream()
    upstream.accept(after: gate)
    try await EngineHarness.run(policy: policy, upstream: upstream, keys: [Self.poor, Self.rich]) { harness in
      let poor = try harness.caller("poor")
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await harness.create("first", from: harness.caller("rich")) }
        try await eventually("the first one", holds: { upstream.sent.count == 1 })
        await #expect(throws: GatewayError.queueFull(retryAfter: nil)) { try await harness.create("second", from: poor) }
        #expect(harness.gateway.rateStatus(of: poor).all.map(\.remaining) == [1])
        await gate.open()
        try await group.waitForAll()
      }
      #expect(try await harness.create("second", from: poor).outcome == .miss(bypassed: false))
      #expect(upstream.sent.count == 2)
    }
  }
}
