extension BudgetShortage {
  /// What is wrong in one sentence for whoever may see the figures: scope, window, limit, what is left, what is needed, and when
  /// the window ends.
  package func sentence(resetsAt: Timestamp?) -> String {
    let owner =
      switch balance.scope {
      case .gateway: "the gateway's"
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
    case .month(let month): "for \(month / 100)-\(Self.padded(month % 100))"
    case .day(let day): "for \(day / 10_000)-\(Self.padded(day / 100 % 100))-\(Self.padded(day % 100))"
    }
  }

  private static func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
