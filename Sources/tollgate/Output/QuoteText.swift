import TollgateCore

/// A quote for people.
enum QuoteText {
  static func rendered(_ quote: QuoteSummary, on screen: Screen) -> String {
    let facts = FactList.rendered(
      [
        ("outcome", quote.outcome.rawValue), ("reason", quote.reason), ("purchase", quote.generation?.description),
        ("quote", quote.quote.map(DisplayText.dollars) ?? "unknown"), ("saves", quote.saved.map(DisplayText.dollars)),
      ], on: screen)
    guard !quote.budgets.isEmpty else { return facts }
    var table = TextTable([
      .init("BUDGET", mayShrink: true), .init("PER"), .init("LIMIT", isRightAligned: true, leaving: 2),
      .init("LEFT", isRightAligned: true), .init("AFTER", isRightAligned: true), .state("SUFFICES"),
      .init("RESETS", leaving: 1),
    ])
    for quoted in quote.budgets {
      let budget = quoted.budget
      table.append([
        budget.title, budget.period.rawValue, DisplayText.dollars(budget.limit), DisplayText.dollars(budget.left),
        DisplayText.dollars(quoted.leftAfter), quoted.suffices ? "yes" : "no",
        budget.resetsAt.map(DisplayText.minute) ?? "never",
      ])
    }
    return facts + "\n" + table.rendered(on: screen)
  }
}
