import Testing
import TollgateCore

@testable import tollgate

/// No list is wider than the terminal, whatever is in it, and a file gets all of it.
@Suite struct FittingTests {
  private static let amounts = ["0.04", "123456.123456789"]
  static let texts = [
    "a", String(repeating: "long/", count: 40), String(repeating: "图片", count: 40), String(repeating: "e\u{301}☕", count: 60),
  ]

  private static func tables(_ text: String, _ amount: String, on screen: Screen) throws -> [String] {
    let now = Samples.moment
    return [
      KeyTable.rendered([try Samples.key(text, amount: amount)], at: now, on: screen),
      PurchaseTable.rendered([try Samples.purchase(text, amount: amount)], at: now, on: screen),
      ResultTable.rendered([try Samples.result(text, amount: amount)], at: now, on: screen),
      CallbackTable.rendered([try Samples.callback(text)], at: now, on: screen),
      LedgerTable.rendered([try Samples.ledger(text, amount: amount)], on: screen),
      BudgetTable.rendered([try Samples.budget(text, amount: amount)], on: screen),
      UsageTable.rendered(Samples.usage(text, by: .model, amount: amount), on: screen),
    ]
  }

  @Test(arguments: texts, [80, 120, 160]) func theTerminal(_ text: String, _ width: Int) throws {
    for amount in Self.amounts {
      for table in try Self.tables(text, amount, on: Screen(width: width, isColoured: true)) {
        for line in Plain.text(table).split(separator: "\n") {
          #expect(DisplayText.width(String(line)) <= width, "\(line)")
        }
      }
    }
  }

  @Test(arguments: texts) func aFileGetsEverything(_ text: String) throws {
    for table in try Self.tables(text, "123456.123456789", on: Screen()) { #expect(!table.contains("…")) }
  }

  @Test func saysHowMuchOfABudgetIsUsed() throws {
    func share(_ limit: String, _ spent: String, _ held: String) throws -> String {
      let budget: BudgetSummary = try Samples.decode([
        "owner": "gateway", "period": "total", "limit": limit, "spent": spent, "held": held, "left": "0",
      ])
      return budget.share
    }
    #expect(try share("5", "4.5", "0.1") == "92 %")
    #expect(try share("0", "0", "0") == "100 %")
    #expect(try share("9000000", "8999999", "0") == "99 %")
    #expect(try share("1", "1.5", "0") == "150 %")
  }
}
