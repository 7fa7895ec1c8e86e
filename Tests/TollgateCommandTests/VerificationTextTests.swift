import Testing
import TollgateCore

@testable import tollgate

/// What a check of the books found is told whole.
@Suite struct VerificationTextTests {
  private static let now = Timestamp(millisecondsSince1970: 1_000_000_000)
  private static let nothing = VerificationReport.Findings(count: 0, sum: .zero, oldest: nil, newest: [])

  @Test func isShortWhereAllIsWell() {
    let report = VerificationReport(
      checks: [VerificationCheck(rule: "Sums are right.", checked: 3, violations: [])], excess: Self.nothing,
      unknown: Self.nothing)
    #expect(
      VerificationText.rendered(report, at: Self.now, on: Screen()) == """
        RESULT  CHECKED  RULE
        ok            3  Sums are right.

        """)
    #expect(VerificationText.verdict(report) == "All 1 rules hold.")
  }

  @Test func namesViolationsExcessAndUnknowns() {
    let report = VerificationReport(
      checks: [VerificationCheck(rule: "Sums are right.", checked: 3, violations: ["g1 is wrong", "g2 is\nwrong"])],
      excess: .init(count: 1, sum: Money("0.01") ?? .zero, oldest: Self.now, newest: ["g3"]),
      unknown: .init(count: 3, sum: Money("0.12") ?? .zero, oldest: Self.now - .seconds(90_000), newest: ["g9", "g8"]))
    #expect(
      VerificationText.rendered(report, at: Self.now, on: Screen()) == """
        RESULT  CHECKED  RULE
        BROKEN        3  Sums are right.

        Sums are right.
          g1 is wrong
          g2 is wrong

        1 purchase charged more than was held, by $0.01 together:
          g3

        3 purchases with an unknown outcome, $0.12 held, the oldest for 1d 1h; settle each with tollgate jobs resolve:
          g9
          g8
          … and 1 older ones

        """)
    #expect(VerificationText.verdict(report).hasPrefix("1 of 1 rules are broken"))
  }
}
