import Testing
import TollgateCore

@testable import tollgate

/// A purchase with its ledger, as `tollgate jobs show` prints it.
@Suite struct PurchaseTableTests {
  @Test func writesTheDaysOfTheLedgerAsAllOtherDays() throws {
    let price = Money(nanodollars: 40_000_000)
    let moment = Timestamp(millisecondsSince1970: 1_795_392_000_000)
    let generation = Generation(
      number: try #require(GenerationNumber(17)), slot: Slot(content: Content(hashing: []), scope: .gateway, variant: ""),
      keepsResult: true, key: .random(), team: nil, model: "a/b", createdAt: moment,
      machine: GenerationStateMachine(hold: price))
    let detail = GenerationDetail(
      generation, keyName: "alice", ledger: [LedgerLine(entry: LedgerEntry(.hold, price), at: moment, day: 2026_11_23)])
    let text = PurchaseTable.rendered(detail, on: Screen())
    #expect(text.split(separator: "\n").last?.hasSuffix("  2026-11-23") == true, "\(text)")
  }
}
