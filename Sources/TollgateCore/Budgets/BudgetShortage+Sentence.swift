extension BudgetShortage {
  /// What is wrong in one sentence for whoever may see the figures: scope, window, limit, what is left, what is needed, and when
  /// the window ends.
  package func sentence(resetsAt: Timestamp?) -> String {
    let owner =
      switch balance.scope {
      case .gateway, .everyone: "the gateway's"
      case .team(let name): "the team \(name)'s"
      case .key: "this key's"
      }
    let end = resetsAt.map { " until \($0)" } ?? ""
    let limit = balance.limit ?? .zero
    return """
      The budget does not suffice: \(owner) limit is $\(limit) \(balance.window.words)\(end), of which \
      $\(balance.left ?? .zero) is left, and this create needs $\(needed).
      """
  }
}

extension BudgetWindow {
  /// The window in words: `for 2026-11-23`, `for 2026-11`, `in total`.
  package var words: String {
    switch self {
    case .total: "in total"
    // A month is written as its days are, without the day.
    case .month(let month): "for \(CalendarDay(code: month * 100 + 1).description.dropLast(3))"
    case .day(let day): "for \(CalendarDay(code: day))"
    }
  }
}
