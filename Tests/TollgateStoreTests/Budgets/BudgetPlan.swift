import Testing
import TollgateCore

/// One balance that a purchase of alice's needs.
struct BudgetPlace: Sendable, CustomTestStringConvertible {
  let scope: Scope
  let period: BudgetPeriod

  /// In the order in which shortages are reported.
  static let all = [Scope.key(Sample.alice), .team("design"), .gateway].flatMap { scope in
    [BudgetPeriod.total, .month, .day].map { BudgetPlace(scope: scope, period: $0) }
  }

  var window: BudgetWindow {
    switch period {
    case .total: .total
    case .month: .month(Sample.window.month)
    case .day: .day(Sample.window.day)
    }
  }

  var testDescription: String { "\(scope) \(period)" }
}

/// The budgets of the gateway, of the team design, and of alice and bob, who are in it.
struct BudgetPlan: Sendable {
  var gateway = BudgetLimits()
  var team = BudgetLimits()
  var alice = BudgetLimits()
  var bob = BudgetLimits()

  subscript(place: BudgetPlace) -> Money? {
    get {
      switch place.scope {
      case .gateway, .everyone: gateway[place.period]
      case .team: team[place.period]
      case .key: alice[place.period]
      }
    }
    set {
      switch place.scope {
      case .gateway, .everyone: gateway[place.period] = newValue
      case .team: team[place.period] = newValue
      case .key: alice[place.period] = newValue
      }
    }
  }
}

extension Store {
  /// Makes these the budgets, as a configuration file declares them.
  func declare(_ plan: BudgetPlan) async throws {
    func key(_ name: String, _ id: KeyID, _ budgets: BudgetLimits) -> StoredKey {
      Sample.storedKey(
        name, secret: name, id: id, origin: .declared, team: "design", limits: KeyLimits(budgets: budgets))
    }
    let keys = [key("alice", Sample.alice, plan.alice), key("bob", Sample.bob, plan.bob)]
    try await declare(Declaration(budgets: plan.gateway, teams: ["design": plan.team], keys: keys), at: Sample.start)
  }

  /// What is spent and held in one scope, in total, month and day.
  func sums(_ scope: Scope, in window: LedgerWindow = Sample.window) async throws -> [String] {
    try await balances(in: window).filter { $0.scope == scope }.map { "\($0.spent) + \($0.held)" }
  }
}
