import Testing
import TollgateCore

@testable import tollgate

/// Nothing is wider than the terminal, whatever is in it, and a file gets all of it.
@Suite struct FittingTests {
  private static let amounts = ["0.04", "123456.123456789"]
  static let texts = [
    "a", String(repeating: "long/", count: 40), String(repeating: "图片", count: 40), String(repeating: "e\u{301}☕", count: 60),
  ]

  @Test(arguments: Rendering.all, [80, 120, 160]) func theTerminal(_ rendering: Rendering, _ width: Int) throws {
    for text in Self.texts {
      for amount in Self.amounts {
        let shown = Plain.text(try rendering.shown(text, amount: amount, on: Screen(width: width, isColoured: true)))
        for line in shown.split(separator: "\n").map(String.init) where DisplayText.width(line) > width {
          #expect(rendering.form == .facts && Self.isOneWord(line), "\(line)")
        }
      }
    }
  }

  /// Whether it is a word of a fact that stays whole, so that it can be copied, behind no more than the name of the fact.
  private static func isOneWord(_ line: String) -> Bool {
    let words = line.split(separator: " ")
    return DisplayText.width(words.dropLast().joined(separator: " ")) <= "upstream id".count
  }

  @Test(arguments: Rendering.all) func aFileGetsEverything(_ rendering: Rendering) throws {
    for text in Self.texts {
      let shown = try rendering.shown(text, amount: "123456.123456789", on: Screen())
      #expect(!shown.contains("…\n") && !shown.contains("…  ") && !shown.contains("no room here"), "\(shown)")
    }
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
