extension BudgetShortage {
  /// What is wrong in one sentence for the client of a key: its own budget with all figures, a team's or the gateway's only as
  /// which window is exhausted, because others spend there too.
  package func sentenceForKey(resetsAt: Timestamp?) -> String {
    let owner: String
    switch balance.scope {
    case .key:
      return sentence(resetsAt: resetsAt) + " Nothing was bought. " + Self.advice("this key's budget", resetsAt: resetsAt)
    case .team(let name): owner = "The budget of the team \(name)"
    case .gateway, .everyone: owner = "The budget of the whole gateway"
    }
    return """
      \(owner) \(balance.window.words) does not suffice for this create\(resetsAt.map { " until \($0)" } ?? ""). Nothing was \
      bought. \(Self.advice("it", resetsAt: resetsAt))
      """
  }

  private static func advice(_ what: String, resetsAt: Timestamp?) -> String {
    resetsAt == nil
      ? "Ask whoever runs this gateway to raise \(what); what is cached is answered all the same."
      : "Wait until then, or ask whoever runs this gateway to raise \(what); what is cached is answered all the same."
  }
}
