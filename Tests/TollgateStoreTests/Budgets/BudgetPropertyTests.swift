import Testing
import TollgateCore
import TollgateTestSupport

/// Two thousand cases of random limits and events over the budgets of keys, teams and the gateway, against a model.
@Suite struct BudgetPropertyTests {
  private static let casesOfEachSeed = 250

  @Test(arguments: StoreUnderTest.allCases, Array(1...8) as [UInt64])
  func theModelDecidesTheSame(_ subject: StoreUnderTest, _ seed: UInt64) async throws {
    try await subject.run { store in
      var walk = BudgetWalk(seed: seed)
      for _ in 0..<Self.casesOfEachSeed { try await walk.runCase(on: store) }
      #expect(walk.boughtCount > 100 && walk.refusedCount > 100)
    }
  }
}

/// Random limits, purchases and fates, applied to a store and to the model alike.
private struct BudgetWalk {
  private static let keys = (1...3).map { Sample.key(UInt8($0)) }
  private static let teams: [String?] = ["design", "film", nil]
  private static let steps = 5

  private var random: SeededGenerator
  private var model = BudgetModel()
  private var open: [(number: GenerationNumber, purchase: BudgetModel.Purchase)] = []
  private var day: Int32 = 20_260_520
  private var count = 0
  private(set) var boughtCount = 0
  private(set) var refusedCount = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// New limits, then a few steps, then every balance is compared.
  mutating func runCase(on store: any Store) async throws {
    if random.chance(1, in: 4) { day += day == 20_260_531 ? 70 : 1 }
    try await setLimits(on: store)
    for _ in 0..<Self.steps {
      if open.isEmpty || random.chance(3, in: 5) {
        try await create(on: store)
      } else {
        try await settle(on: store)
      }
    }
    for balance in try await store.balances(in: .day(day)) {
      let expected = model[BudgetModel.Place(scope: balance.scope, window: balance.window)]
      #expect(balance.spent.nanodollars == expected.spent && balance.held.nanodollars == expected.held, "\(balance)")
      #expect(balance.limit == model.limits[balance.scope]?[balance.window.period])
    }
  }

  /// Limits a little below or above what is spent and held, or none.
  private mutating func setLimits(on store: any Store) async throws {
    let window = LedgerWindow.day(day)
    let scopes = Self.keys.map { Scope.key($0) } + Self.teams.compactMap { $0.map { Scope.team($0) } } + [.gateway]
    for scope in scopes {
      var limits = BudgetLimits()
      for budgetWindow in window.budgetWindows where random.chance(1, in: 3) {
        let now = model[BudgetModel.Place(scope: scope, window: budgetWindow)]
        limits[budgetWindow.period] = Money(nanodollars: max(0, now.spent + now.held + Int64(random.below(400)) - 60))
      }
      model.limits[scope] = limits
    }
    let keys = Self.keys.map {
      Sample.storedKey(
        $0.hex, secret: $0.hex, id: $0, origin: .declared, limits: KeyLimits(budgets: model.limits[.key($0)] ?? .init()))
    }
    var teams: [String: BudgetLimits] = [:]
    for team in Self.teams.compactMap({ $0 }) { teams[team] = model.limits[.team(team)] }
    let declaration = Declaration(budgets: model.limits[.gateway] ?? BudgetLimits(), teams: teams, keys: keys)
    try await store.declare(declaration, at: Sample.start)
  }

  private mutating func create(on store: any Store) async throws {
    count += 1
    let key = Self.keys[random.below(Self.keys.count)]
    let team = Self.teams[random.below(Self.teams.count)]
    let amount = Int64(random.below(120))
    // The clock goes back at times.
    let window = LedgerWindow.day(random.chance(1, in: 6) ? 20_260_510 : day)
    let places = model.places(key, team, window)
    let decision = try await store.decide(
      Sample.order(
        Sample.slot("\(count)"), key: key, team: team, quote: Money(nanodollars: amount), priceClass: "\(count)", window: window
      ))
    switch (decision, model.shortage(amount, in: places)) {
    case (.bought(let generation), nil):
      open.append((generation.number, model.hold(amount, in: places)))
      boughtCount += 1
    case (.overBudget(let shortage), let place?):
      #expect(shortage.balance.scope == place.scope && shortage.balance.window == place.window)
      #expect(shortage.needed.nanodollars == amount)
      refusedCount += 1
    case (let decision, let place):
      Issue.record("decided \(decision), and the model found \(String(describing: place))")
    }
  }

  private mutating func settle(on store: any Store) async throws {
    let index = random.below(open.count)
    var (number, purchase) = open[index]
    let amount = Int64(random.below(200))
    let event: GenerationEvent
    switch purchase.state {
    case .held:
      event = random.chance(1, in: 5) ? .released(.queue) : .submit
      if event != .submit { model.settle(&purchase, charge: 0) }
    case .submitting:
      switch random.below(5) {
      case 0:
        event = Sample.rejected
        model.settle(&purchase, charge: 0)
      case 1: event = .lost(reason: "x")
      case 2:
        event = Sample.accepted("u\(number)", .unstated)
        model.settle(&purchase, charge: purchase.hold)
      default:
        event = Sample.accepted("u\(number)", .stated(Money(nanodollars: amount)))
        model.settle(&purchase, charge: amount)
      }
    case .unknown:
      let isCharged = random.chance(1, in: 2)
      event = isCharged ? .resolvedCharged(upstreamID: nil) : .resolvedNotCharged
      model.settle(&purchase, charge: isCharged ? purchase.hold : 0)
    case .running:
      event = .failed(error: "x", credit: nil, refunded: Money(nanodollars: amount))
      model.spend(&purchase, -min(amount, purchase.spent))
    default:
      open.remove(at: index)
      return
    }
    purchase.state = try await store.record(event, for: number, at: .after(Int64(count))).state
    open[index] = (number, purchase)
  }
}
