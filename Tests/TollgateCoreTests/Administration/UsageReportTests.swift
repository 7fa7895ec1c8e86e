import Testing
import TollgateCore

/// Usage is shown with names and with its sum.
@Suite struct UsageReportTests {
  @Test func namesKeysAndTakesCallersWithoutOneTogether() {
    let alice = KeyID.random()
    let sums = [
      UsageSum(group: .key(.random()), spent: Money(nanodollars: 1), counts: [.hit: 2]),
      UsageSum(
        group: .key(alice), spent: Money(nanodollars: 10), held: Money(nanodollars: 20), saved: Money(nanodollars: 30),
        purchases: 4, counts: [.miss: 5, .hit: 1, .joined: 7, .refused: 3]),
      UsageSum(group: .key(.random()), saved: Money(nanodollars: 2), purchases: 1, counts: [.hit: 1]),
    ]
    let report = UsageReport(sums, by: .key, keyNames: [alice: "alice", .random(): "bob"])
    #expect(report.rows.map(\.name) == ["alice", "local"])
    #expect(report.rows.map(\.spent.nanodollars) == [10, 1])
    #expect(report.rows.map(\.hits) == [1, 3])
    let total = report.total
    #expect(total.name == nil)
    #expect([total.spent, total.held, total.saved].map(\.nanodollars) == [11, 20, 32])
    #expect([total.purchases, total.hits, total.joined, total.refused] == [5, 4, 7, 3])
  }

  @Test func groupsAreInTheOrderOfWhatTheyStandFor() throws {
    let keys = try [
      String(repeating: "0", count: 31) + "1", "0" + String(repeating: "f", count: 31), "1" + String(repeating: "0", count: 31),
    ]
    .map { try #require(KeyID(hex: $0)) }
    let orders: [[UsageSum.Group]] = [
      keys.map { .key($0) }, [.team(nil), .team("design"), .team("web")], [.model("a/b"), .model("a/c")],
      [.day(2025_12_31), .day(2026_01_01), .day(2026_11_23)],
    ]
    for order in orders { #expect(order.reversed().sorted() == order) }
  }

  @Test func namesTeamsModelsAndDays() {
    let cases: [(UsageQuery.Dimension, UsageSum.Group, String?)] = [
      (.team, .team(nil), nil), (.team, .team("design"), "design"), (.model, .model("a/b"), "a/b"),
      (.day, .day(2026_11_23), "2026-11-23"),
    ]
    for (dimension, group, name) in cases {
      #expect(UsageReport([UsageSum(group: group)], by: dimension, keyNames: [:]).rows.map(\.name) == [name])
    }
    #expect(UsageReport([], by: .day, keyNames: [:]).total == UsageReport.Row(name: nil))
  }
}
