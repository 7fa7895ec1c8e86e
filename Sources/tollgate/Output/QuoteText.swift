import TollgateCore

/// A quote for people.
enum QuoteText {
  static func rendered(_ quote: QuoteSummary, width: Int?) -> String {
    let facts = FactList.rendered([
      ("outcome", quote.outcome.rawValue), ("reason", quote.reason), ("purchase", quote.generation?.description),
      ("quote", quote.quote.map(DisplayText.dollars) ?? "unknown"), ("saves", quote.saved.map(DisplayText.dollars)),
    ])
    guard !quote.budgets.isEmpty else { return facts }
    var table = TextTable([
      .init("BUDGET", mayShrink: true), .init("PER"), .init("LIMIT", isRightAligned: true),
      .init("LEFT", isRightAligned: true), .init("AFTER", isRightAligned: true), .init("SUFFICES"), .init("RESETS"),
    ])
    for quoted in quote.budgets {
      let budget = quoted.budget
      table.append([
        budget.title, budget.period.rawValue, DisplayText.dollars(budget.limit), DisplayText.dollars(budget.left),
        DisplayText.dollars(quoted.leftAfter), quoted.suffices ? "yes" : "no",
        budget.resetsAt.map(DisplayText.moment) ?? "never",
      ])
    }
    return facts + "\n" + table.rendered(width: width)
  }
}
