import ArgumentParser
import Foundation
import Testing
import TollgateCore

@testable import tollgate

/// What keys and teams become, on the command line.
@Suite struct KeyArgumentTests {
  private static let now = Timestamp(millisecondsSince1970: 1_780_000_000_000)

  private func change(_ arguments: [String]) throws -> KeyChange {
    try KeyOptions.parse(arguments).change(limits: LimitChange(), at: Self.now, in: .gmt)
  }

  @Test func areReadTogether() throws {
    let change = try change([
      "--team", "design", "--models", "google/*", "--models", "acme/x", "--mode", "replay", "--expires", "2127-01-01",
    ])
    #expect(change.team == .set("design") && change.replayOnly == .set(true))
    #expect(change.models == .set([try ModelPattern(written: "google/*"), try ModelPattern(written: "acme/x")]))
    #expect(change.expiresAt == .set(Timestamp(millisecondsSince1970: 4_954_435_200_000)))
    #expect(try self.change([]).isEmpty)
  }

  @Test func areTakenAway() throws {
    let change = try change(["--no-team", "--models", "*", "--mode", "live", "--no-expires"])
    #expect(change.team == .set(nil) && change.models == .set(nil))
    #expect(change.replayOnly == .set(false) && change.expiresAt == .set(nil))
  }

  @Test(arguments: [
    ["--team", "a", "--no-team"], ["--expires", "2127-01-01", "--no-expires"], ["--mode", "off"], ["--models", "a*b"],
    ["--models", ""], ["--expires", "2020-01-01"], ["--expires", "soon"],
  ])
  func areRefused(_ arguments: [String]) {
    #expect(throws: (any Error).self) { try change(arguments) }
  }

  @Test func aChangeOfNothingIsNone() {
    #expect(throws: (any Error).self) { try KeysChange.parse(["alice"]) }
    #expect(throws: Never.self) { try KeysChange.parse(["alice", "--no-team"]) }
    #expect(throws: Never.self) { try KeysChange.parse(["alice", "--budget", "day=1"]) }
    #expect(throws: (any Error).self) { try TeamsChange.parse(["design"]) }
    #expect(throws: (any Error).self) { try TeamsChange.parse(["design", "--budget", "day=1", "--budget", "day=2"]) }
  }

  @Test(
    arguments: [("0s", .zero), ("24h", .seconds(86_400)), ("30d", .seconds(30 * 86_400))] as [(String, Duration)])
  func overlaps(_ text: String, _ expected: Duration) throws {
    #expect(try KeysRotate.parse(["alice", "--overlap", text]).overlap == KeyRotation(overlap: expected))
    #expect(try KeysRotate.parse(["alice"]).overlap == nil && KeyRotation().overlap == .seconds(86_400))
  }

  @Test(arguments: ["31d", "1500ms", "-1s", "5", "soon"])
  func noOverlaps(_ text: String) {
    #expect(throws: (any Error).self) { try KeysRotate.parse(["alice", "--overlap=\(text)"]) }
  }

  @Test func areShown() {
    let key = Key(id: .random(), name: "alice", team: "design", origin: .created, replayOnly: true, createdAt: Self.now)
    let former = StoredKey.FormerSecret(digest: KeyDigest(secret: "1"), validUntil: Self.now + .seconds(60))
    let stored = StoredKey(key: key, digest: KeyDigest(secret: "2"), former: former, lastUsedAt: Self.now)
    let shown = KeyTable.rendered(KeySummary(stored), at: Self.now, on: Screen())
    #expect(
      shown.contains(/last used +2026-05-28 20:26Z\n/) && shown.contains("accepted until 2026-05-28 20:27:40Z"), "\(shown)")
    #expect(!KeyTable.rendered(KeySummary(stored), at: Self.now + .seconds(60), on: Screen()).contains("old secret"))
    #expect(KeyTable.rendered([KeySummary(stored)], at: Self.now, on: Screen()).contains("2026-05-28 20:26Z"))
    #expect(
      KeyTable.rendered(KeySummary(StoredKey(key: key, digest: stored.digest)), at: Self.now, on: Screen()).contains("never"))
    #expect(
      KeysChange.remark(on: KeySummary(stored))
        == "The key alice is changed. It belongs to the team design; it never buys; it has no limits now.")
  }

  @Test func teamsAreShown() {
    let team = Team(name: "design", origin: .created, budgets: BudgetLimits(month: Money("9")))
    let windows: [BudgetWindow] = [.day(20_260_528), .month(202_605), .total]
    let balances = windows.map { window in
      TeamSummary.PeriodBalance(
        Balance(
          scope: .team("design"), window: window, spent: Money(nanodollars: 1_000_000_000),
          limit: team.budgets[window.period]), resetsAt: nil)
    }
    let summary = TeamSummary(team, balances: balances, keys: 2)
    #expect(TeamTable.rendered([summary], on: Screen()).contains(#/design +created +2 +\$1 +\$0 +\$9 a month\n/#))
    let shown = TeamTable.rendered(summary, on: Screen())
    #expect(shown.contains(#/month +\$9 +\$1 +\$0 +\$8 +never\n/#) && shown.contains(#/day +- +\$1 +\$0 +- /#), "\(shown)")
  }
}
