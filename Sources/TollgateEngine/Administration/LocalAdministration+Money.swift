package import TollgateCore

extension LocalAdministration {
  package func usage(_ query: UsageQuery) async throws(AdministrationError) -> UsageReport {
    if let first = query.firstDay, let last = query.lastDay, first > last {
      throw AdministrationError(
        .invalid, "\(CalendarDay(code: first)) is after \(CalendarDay(code: last)); name the earlier day as the first one.")
    }
    let names = try await keyNames()
    let sums = try await translating { () throws(StoreError) in try await store.usage(query) }
    return UsageReport(sums, by: query.dimension, keyNames: names)
  }

  package func budgets() async throws(AdministrationError) -> [BudgetSummary] {
    let keys = try await storedKeys().filter { $0.key.revokedAt == nil }
    let names = Dictionary(keys.map { ($0.key.id, $0.key.name) }, uniquingKeysWith: { first, _ in first })
    let clock = calendar.window(of: time.now())
    let balances = try await translating { () throws(StoreError) in
      try await store.balances(in: clock.notBefore(try await store.latestWindow()))
    }
    return balances.compactMap { summary(of: $0, keyNames: names) }.sorted { $0.place < $1.place }
  }

  func summary(of balance: Balance, keyNames: [KeyID: String]) -> BudgetSummary? {
    let end = calendar.end(of: balance.window)
    switch balance.scope {
    case .everyone: return nil
    case .gateway: return BudgetSummary(balance, owner: .gateway, name: nil, resetsAt: end)
    case .team(let name): return BudgetSummary(balance, owner: .team, name: name, resetsAt: end)
    case .key(let id):
      return keyNames[id].flatMap { BudgetSummary(balance, owner: .key, name: $0, resetsAt: end) }
    }
  }
}

extension BudgetSummary {
  /// Where it stands among others: the widest circle and the shortest period first.
  fileprivate var place: (Int, String, Int) {
    let circle =
      switch owner {
      case .gateway: 0
      case .team: 1
      case .key: 2
      }
    let length =
      switch period {
      case .day: 0
      case .month: 1
      case .total: 2
      }
    return (circle, name ?? "", length)
  }
}
