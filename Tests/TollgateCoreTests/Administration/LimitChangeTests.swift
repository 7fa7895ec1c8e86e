import Foundation
import Testing
import TollgateCore

/// Limits are changed as a merge patch says: what is left out stays, null takes away.
@Suite struct LimitChangeTests {
  private static let old = KeyLimits(
    budgets: BudgetLimits(total: Money("100"), day: Money("5")), rate: RateLimits(createsPerMinute: 60), maximumRunning: 8)

  struct Patch: Sendable, CustomTestStringConvertible {
    let json: String
    let change: @Sendable (inout KeyLimits) -> Void

    var testDescription: String { json }
  }

  static let patches: [Patch] = [
    Patch(json: "{}") { _ in },
    Patch(json: #"{"budgets":{"day":"7.50"}}"#) { $0.budgets.day = Money("7.5") },
    Patch(json: #"{"budgets":{"day":null,"month":"0"}}"#) {
      $0.budgets.day = nil
      $0.budgets.month = .zero
    },
    Patch(json: #"{"rate":{"createsPerMinute":null,"generationsPerMinute":30}}"#) {
      $0.rate = RateLimits(generationsPerMinute: 30)
    },
    Patch(json: #"{"maximumRunning":null}"#) { $0.maximumRunning = nil },
    Patch(json: #"{"maximumRunning":1000000}"#) { $0.maximumRunning = 1_000_000 },
  ]

  @Test(arguments: patches)
  func isApplied(_ patch: Patch) throws {
    let change = try JSONDecoder().decode(LimitChange.self, from: Data(patch.json.utf8))
    var expected = Self.old
    patch.change(&expected)
    try change.check()
    #expect(change.applied(to: Self.old) == expected)
    #expect(LimitChange(to: expected).applied(to: Self.old) == expected)
    #expect(change.isEmpty == (patch.json == "{}"))
    // What the command line sends is what the gateway reads.
    #expect(try JSONDecoder().decode(LimitChange.self, from: JSONEncoder().encode(change)) == change)
  }

  @Test(arguments: [
    #"{"budget":{"day":"1"}}"#, #"{"budgets":{"week":"1"}}"#, #"{"rate":{"creates":1}}"#, #"{"budgets":{"day":"-1"}}"#,
    #"{"maximumRunning":0}"#, #"{"maximumRunning":1000000001}"#, #"{"rate":{"createsPerMinute":-1}}"#,
  ])
  func isRefusedWithASentence(_ json: String) {
    #expect {
      _ = try JSONDecoder().decode(LimitChange.self, from: Data(json.utf8)).check()
    } throws: {
      ($0 as? AdministrationError)?.kind == .invalid
    }
  }

  @Test(arguments: [#"{"budgets":{"day":5}}"#, #"{"budgets":{"day":"1e3"}}"#, #"{"maximumRunning":1.5}"#, "[]"])
  func isNoPatch(_ json: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(LimitChange.self, from: Data(json.utf8)) }
  }
}
