import GRDB
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine
@testable import TollgateStore

@Suite("What keeps a courier from posting, besides receivers: damage, a store that does not answer, a clock set back")
struct CourierFailureTests {
  /// Nothing is answered from memory.
  private static var policy: GatewayPolicy {
    var policy = EngineHarness.quickPolicy
    policy.memoryForResults = .mebibytes(0)
    return policy
  }

  private static let broken: ScriptedReceiver.Script = { _, _ in .rejected(status: 500, retryAfter: nil) }

  /// An engine with a callback that was tried once, in vain.
  private func run(
    _ receiver: ScriptedReceiver, _ time: ManualTime, _ body: (EngineHarness) async throws -> Void
  ) async throws {
    receiver.onPost(Self.broken)
    try await CourierTests.run(receiver, policy: Self.policy, time: time) { harness in
      async let answer = harness.gateway.create(
        CourierTests.body("a fox"), directives: CreateDirectives(), from: try harness.local)
      try await time.advance(by: .milliseconds(100), until: { receiver.posts.count == 1 })
      // Not so fast that it is tried again before anybody has seen that.
      try await time.advance(
        by: Courier.pause, until: { try await harness.store.callbacks(CallbackQuery()).first?.attempts == 1 })
      _ = try await answer
      receiver.onPost { _, _ in .delivered(status: 200) }
      try await body(harness)
    }
  }

  private func change(_ harness: EngineHarness, _ statements: [String]) async throws {
    let store = try #require(harness.store as? SQLiteStore)
    try await store.writer.write { db, _ in for sql in statements { try db.execute(sql: sql) } }
  }

  private func callback(_ harness: EngineHarness) async throws -> Callback {
    try #require(try await harness.store.callbacks(CallbackQuery()).first)
  }

  @Test("a record that is damaged is tried as often as a receiver that refuses, and given up with a sentence")
  func damage() async throws {
    let receiver = ScriptedReceiver()
    let time = ManualTime()
    try await run(receiver, time) { harness in
      try await change(harness, ["UPDATE generation_records SET record = X'7B'"])
      // The clock runs ahead of a busy machine, and patience must not end before the tries.
      for (number, pause) in [5, 30, 120, 600, 3600, 10_800, 28_800].enumerated() {
        try await time.advance(
          by: .milliseconds(pause * 15), until: { try await callback(harness).attempts > number + 1 })
      }
      try await time.advance(by: .seconds(1), until: { try await callback(harness).state == .givenUp })
      let end = try await callback(harness)
      #expect(end.attempts == 8 && receiver.posts.count == 1)
      #expect(end.lastReason?.hasPrefix("the job's record is damaged: what was kept of g1 cannot be read (") == true)
      #expect(end.lastReason?.hasSuffix("run tollgate verify") == true)
    }
  }

  @Test("a store that does not answer for a while uses up no tries")
  func silentStore() async throws {
    let receiver = ScriptedReceiver()
    let time = ManualTime()
    try await run(receiver, time) { harness in
      let store = try #require(harness.store as? SQLiteStore)
      let table = try await store.pool.read { db in
        try String.fetchOne(db, sql: "SELECT sql FROM sqlite_schema WHERE name = 'generation_records'") ?? ""
      }
      try await change(
        harness, ["CREATE TABLE kept AS SELECT * FROM generation_records", "DROP TABLE generation_records"])
      let before = try await callback(harness)
      var moments: Set<Timestamp?> = []
      try await time.advance(
        by: .seconds(1),
        until: {
          moments.insert(try await callback(harness).dueAt)
          return moments.count > 12
        })
      let meanwhile = try await callback(harness)
      #expect(meanwhile.state == .due && meanwhile.attempts == 1 && meanwhile.lastReason == before.lastReason)
      try await change(harness, [table, "INSERT INTO generation_records SELECT * FROM kept", "DROP TABLE kept"])
      try await time.advance(by: .seconds(1), until: { try await callback(harness).state == .delivered })
      #expect(try await callback(harness).attempts == 2)
    }
  }

  @Test("a store that does not answer for a day is given up on")
  func storeThatStaysSilent() async throws {
    let receiver = ScriptedReceiver()
    let time = ManualTime()
    try await run(receiver, time) { harness in
      let store = try #require(harness.store as? SQLiteStore)
      let table = try await store.pool.read { db in
        try String.fetchOne(db, sql: "SELECT sql FROM sqlite_schema WHERE name = 'generation_records'") ?? ""
      }
      try await change(
        harness, ["CREATE TABLE kept AS SELECT * FROM generation_records", "DROP TABLE generation_records"])
      try await time.advance(by: .seconds(1800), until: { try await callback(harness).state == .givenUp })
      #expect(try await callback(harness).lastReason?.hasPrefix("the job's record could not be read for too long") == true)
      try await change(harness, [table, "INSERT INTO generation_records SELECT * FROM kept", "DROP TABLE kept"])
    }
  }

  @Test("a name that has no turn for days costs a callback neither tries nor patience")
  func notTried() async throws {
    let receiver = ScriptedReceiver()
    let time = ManualTime()
    try await run(receiver, time) { harness in
      receiver.onPost { _, _ in .notTried(reason: "too many names") }
      let began = time.uptime()
      try await time.advance(
        by: .seconds(900), until: { receiver.posts.count > 30 && time.uptime() - began > .seconds(2 * 86_400) })
      #expect(try await callback(harness).state == .due)
      receiver.onPost(Self.broken)
      try await time.advance(by: .milliseconds(100), until: { try await callback(harness).attempts == 2 })
      #expect(try await callback(harness).state == .due, "it has its other tries")
      receiver.onPost { _, _ in .delivered(status: 200) }
      try await time.advance(by: .seconds(5), until: { try await callback(harness).state == .delivered })
      #expect(try await callback(harness).attempts == 3)
    }
  }

  @Test("a job whose record is missing is no job that has not ended")
  func missingRecord() async throws {
    let receiver = ScriptedReceiver()
    let time = ManualTime()
    try await run(receiver, time) { harness in
      try await change(
        harness, ["CREATE TABLE kept AS SELECT * FROM generation_records", "DELETE FROM generation_records"])
      try await time.advance(by: .milliseconds(75), until: { try await callback(harness).attempts == 2 })
      let reason = try await callback(harness).lastReason
      #expect(reason == "the job's record is damaged: the record of g1 is missing; run tollgate verify")
      try await change(harness, ["INSERT INTO generation_records SELECT * FROM kept", "DROP TABLE kept"])
    }
  }

  @Test("a clock that is set back by hours lets no callback wait for them")
  func clockSetBack() async throws {
    let receiver = ScriptedReceiver()
    let time = ManualTime()
    try await run(receiver, time) { harness in
      time.setBack(by: .seconds(3 * 3600))
      let began = time.uptime()
      try await time.advance(by: .milliseconds(100), until: { try await callback(harness).state == .delivered })
      #expect(time.uptime() - began < .seconds(60))
    }
  }

  @Test("nor one that was set back between two runs")
  func clockSetBackBetweenRuns() async throws {
    let folder = TemporaryFolder()
    let hanging = ScriptedReceiver { _, _ in
      try? await Task.sleep(for: .seconds(600))
      return .failed(reason: "never")
    }
    try await CourierTests.run(hanging, folder: folder.path, time: SystemTimeSource()) { harness in
      _ = try await harness.gateway.create(
        CourierTests.body("a fox"), directives: CreateDirectives(), from: try harness.local)
      try await eventually("a post that hangs", holds: { hanging.posts.count == 1 })
    }
    // Its calendar is years behind.
    let time = ManualTime()
    let receiver = ScriptedReceiver()
    try await CourierTests.run(receiver, folder: folder.path, time: time) { harness in
      try await time.advance(by: .milliseconds(100), until: { try await callback(harness).state == .delivered })
      #expect(time.uptime() < .seconds(60))
    }
  }
}
