import Foundation
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("Who asked for a result, how often, and what that saved")
struct ResultUseTests {
  private static let price = Money(nanodollars: 40_000_000)
  private static let first = GenerationNumber(1)

  /// Waits until so many answers with the first result are written down.
  private static func uses(_ count: Int, _ harness: EngineHarness) async throws -> UseReport {
    let number = try #require(first)
    return try await eventually("\(count) answers in the books") {
      let report = try await harness.engine.administration.uses(of: number)
      return report.total.count == count ? report : nil
    }
  }

  @Test("hits and joins count for the key that asked, and its name is shown")
  func namedKeys() async throws {
    let upstream = ScriptedUpstream()
    upstream.onQuery { .record(.running($0)) }
    try await EngineHarness.run(upstream: upstream, keys: [TestKey.declared("alice"), TestKey.declared("bob")]) { harness in
      let (alice, bob) = (try harness.caller("alice"), try harness.caller("bob"))
      let bought = try await harness.create(from: alice)
      let joined = try await harness.create(from: bob)
      #expect(joined.outcome == .joined)
      upstream.onQuery { .record(.finished($0, credit: Self.price)) }
      try await harness.record(of: bought.jobID, untilStatus: 2, from: alice)
      for caller in [alice, bob, bob] { _ = try await harness.create(from: caller) }

      let report = try await Self.uses(4, harness)
      #expect(report.rows.map(\.name) == ["bob", "alice"] && report.otherKeys == 0 && report.others == UseSum())
      #expect(report.rows.map(\.sum.hits) == [2, 1] && report.rows.map(\.sum.joined) == [1, 0])
      #expect(report.rows.first?.sum.saved == Money(nanodollars: 120_000_000))
      #expect(report.total.saved == Money(nanodollars: 160_000_000) && report.total.lastAt != nil)
      let administration = harness.engine.administration
      #expect(try await administration.generations(GenerationQuery()).map(\.uses) == [report.total])
      #expect(try await administration.results(ResultQuery()).map(\.uses) == [report.total])
      // What is spent and saved says the same.
      #expect(try await administration.usage(UsageQuery(by: .key)).total.saved == report.total.saved)
    }
  }

  @Test("a revoked key keeps its name, a caller without a key is local, and a purchase that nobody repeated has no uses")
  func otherCallers() async throws {
    try await EngineHarness.run { harness in
      let administration = harness.engine.administration
      let bought = try await harness.create()
      try await harness.record(of: bought.jobID, untilStatus: 2)
      _ = try await harness.create()
      let created = try await administration.createKey(NewKey(name: "alice"))
      let alice = try harness.gateway.caller(bearer: created.secret)
      _ = try await harness.create(from: alice)
      _ = try await harness.create("another", from: alice)
      try await administration.revokeKey(named: "alice")
      let report = try await Self.uses(2, harness)
      #expect(report.rows.map(\.name).sorted() == ["alice", "local"])
      let listed = try await administration.generations(GenerationQuery())
      #expect(listed.map(\.uses?.count) == [0, 2])
      let second = try #require(GenerationNumber(2))
      #expect(try await administration.uses(of: second).rows.isEmpty)
      let none = try #require(GenerationNumber(3))
      await #expect(throws: AdministrationError.self) { try await administration.uses(of: none) }
    }
  }

  @Test("what was written down is there after a restart, and a disk that is full for a while loses nothing")
  func restart() async throws {
    let folder = TemporaryFolder()
    let disk = FailingDisk()
    try await EngineHarness.run(folder: folder.path, disk: disk) { harness in
      let bought = try await harness.create()
      try await harness.record(of: bought.jobID, untilStatus: 2)
      _ = try await harness.create()
      _ = try await Self.uses(1, harness)
      disk.fail(.full)
      for _ in 0..<3 { #expect(try await harness.create().charged == .zero) }
      try await eventually("a flush that fails", holds: { disk.failedCommits > 0 })
      disk.mend()
      _ = try await Self.uses(4, harness)
    }
    try await EngineHarness.run(folder: folder.path) { harness in
      _ = try await harness.create()
      let report = try await Self.uses(5, harness)
      #expect(report.total.saved == Money(nanodollars: 200_000_000))
    }
    withExtendedLifetime(folder) {}
  }
}
