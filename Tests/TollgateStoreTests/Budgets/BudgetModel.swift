import TollgateCore

/// What budgets are, said again in the plainest way: two sums for each scope and window.
struct BudgetModel {
  struct Place: Hashable {
    let scope: Scope
    let window: BudgetWindow
  }

  struct Purchase {
    let places: [Place]
    let hold: Int64
    var spent: Int64 = 0
    var state = GenerationState.held
  }

  var limits: [Scope: BudgetLimits] = [:]
  private(set) var spent: [Place: Int64] = [:]
  private(set) var held: [Place: Int64] = [:]
  /// Money is never held on a day before this one again.
  private var today: Int32 = 0

  /// Where a purchase of this day needs money, the day never earlier than any before.
  func places(_ key: KeyID, _ team: String?, _ window: LedgerWindow) -> [Place] {
    let day = max(today, window.day)
    let scopes: [Scope] = if let team { [.key(key), .team(team), .gateway] } else { [.key(key), .gateway] }
    return scopes.flatMap { scope in
      [BudgetWindow.total, .month(day / 100), .day(day)].map { Place(scope: scope, window: $0) }
    }
  }

  /// The first place where the money does not suffice.
  func shortage(_ amount: Int64, in places: [Place]) -> Place? {
    places.first { place in
      guard let limit = limits[place.scope]?[place.window.period] else { return false }
      return self[place].spent + self[place].held + amount > limit.nanodollars
    }
  }

  mutating func hold(_ amount: Int64, in places: [Place]) -> Purchase {
    for place in places {
      held[place, default: 0] += amount
      if case .day(let day) = place.window { today = max(today, day) }
    }
    return Purchase(places: places, hold: amount)
  }

  /// Ends the hold with a charge, or without one.
  mutating func settle(_ purchase: inout Purchase, charge: Int64) {
    for place in purchase.places { held[place, default: 0] -= purchase.hold }
    spend(&purchase, charge)
  }

  /// Changes what a purchase cost.
  mutating func spend(_ purchase: inout Purchase, _ amount: Int64) {
    for place in purchase.places { spent[place, default: 0] += amount }
    purchase.spent += amount
  }

  subscript(place: Place) -> (spent: Int64, held: Int64) { (spent[place] ?? 0, held[place] ?? 0) }
}
