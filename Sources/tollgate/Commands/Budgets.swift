import ArgumentParser
import Foundation
import TollgateCore

struct Budgets: ListingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show every budget: its limit, what is spent, reserved and left, and when it resets.",
    discussion: """
      What is spent and what is reserved never exceed a limit together; a purchase that would is refused with 402. Repeats \
      cost nothing and are always answered.

      The gateway's budgets are set in gateway.yaml, those of teams and keys there or here:

        tollgate keys change alice --budget day=5.00
        tollgate teams change design --budget month=200.00
      """)

  @OptionGroup var source: AdministrationOptions
  @OptionGroup var view: ViewOptions

  static var title: String { "budgets" }

  func find(in administration: any Administration, zone: TimeZone) async throws -> [BudgetSummary] {
    try await administration.budgets()
  }

  func script(of budgets: [BudgetSummary]) throws -> String? { view.json ? try JSONText.pretty(budgets) : nil }

  func page(of budgets: [BudgetSummary], at now: Timestamp, on screen: Screen) -> Page {
    guard !budgets.isEmpty else {
      return Page(remarks: [
        "There are no budgets; set one under budgets in gateway.yaml, or with tollgate keys change NAME --budget day=5.00."
      ])
    }
    return Page(result: BudgetTable.rendered(budgets, on: screen))
  }
}
