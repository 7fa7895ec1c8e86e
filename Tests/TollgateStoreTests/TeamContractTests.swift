import Testing
import TollgateCore

/// Teams, against every implementation of the port.
@Suite struct TeamContractTests {
  private static let limits = BudgetLimits(month: .cents(50), day: .cents(5))

  private static func created(_ name: String, _ budgets: BudgetLimits = BudgetLimits()) -> Team {
    Team(name: name, origin: .created, budgets: budgets)
  }

  @Test(arguments: StoreUnderTest.allCases)
  func areAddedChangedAndRemoved(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Self.created("video"))
      try await store.insert(Self.created("design", Self.limits))
      #expect(try await store.teams() == [Self.created("design", Self.limits), Self.created("video")])
      await #expect(throws: StoreError.self) { try await store.insert(Self.created("design")) }
      #expect(try await store.changeTeam(named: "design", by: TeamChange(budgets: [.day: .set(nil), .total: .set(.cents(9))])))
      let changed = BudgetLimits(total: .cents(9), month: .cents(50))
      #expect(try await store.teams().first == Self.created("design", changed))
      #expect(try await !store.changeTeam(named: "nobody", by: TeamChange(budgets: [.day: .set(nil)])))
      #expect(try await store.removeTeam(named: "design"))
      #expect(try await !store.removeTeam(named: "design"))
      #expect(try await store.teams() == [Self.created("video")])
      // What is made again is without the budgets that it had.
      try await store.insert(Self.created("design"))
      #expect(try await store.teams().first == Self.created("design"))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aKeyIsAddedToATeamThatThereIsOnlyAndTheFilesKeysNameTheirs(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      await #expect(throws: StoreError.noSuchTeam("desgin")) {
        try await store.insert(Sample.storedKey("alice", secret: "1", team: "desgin"))
      }
      #expect(try await store.keys().isEmpty)
      #expect(try await store.teams().isEmpty)
      try await store.insert(Self.created("design"))
      try await store.insert(Sample.storedKey("alice", secret: "1", team: "design"))
      #expect(try await store.teams() == [Self.created("design")])
      let bob = Sample.storedKey("bob", secret: "2", origin: .declared, team: "video")
      try await store.declare(Declaration(keys: [bob]), at: .after(1))
      #expect(try await store.teams() == [Self.created("design"), Self.created("video")])
      // A key that cannot be added makes no team.
      await #expect(throws: StoreError.self) { try await store.insert(Sample.storedKey("carol", secret: "1", team: "art")) }
      #expect(try await store.teams().count == 2)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aTeamWithKeysStays(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Self.created("design", Self.limits))
      try await store.insert(Sample.storedKey("alice", secret: "1", team: "design"))
      await #expect {
        try await store.removeTeam(named: "design")
      } throws: { error in
        if case StoreError.conflict(let sentence) = error { sentence.contains("alice") } else { false }
      }
      #expect(try await store.teams() == [Self.created("design", Self.limits)])
      _ = try await store.revokeKey(named: "alice", at: .after(1))
      #expect(try await store.removeTeam(named: "design"))
      #expect(try await store.teams().isEmpty)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func theFileTakesTeamsAndLeavesThem(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Self.created("design", BudgetLimits(total: .cents(1))))
      try await store.declare(Declaration(teams: ["design": Self.limits, "video": BudgetLimits()]), at: .after(1))
      #expect(
        try await store.teams() == [
          Team(name: "design", origin: .declared, budgets: Self.limits), Team(name: "video", origin: .declared),
        ])
      try await store.declare(Declaration(teams: ["video": BudgetLimits()]), at: .after(2))
      #expect(
        try await store.teams() == [Self.created("design", Self.limits), Team(name: "video", origin: .declared)])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aTeamsBudgetBindsItsPurchases(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Self.created("design", BudgetLimits(total: .cents(4))))
      _ = try await store.buy(Sample.order(Sample.slot("1"), team: "design"))
      #expect(try await store.decide(Sample.order(Sample.slot("2"), team: "design")).kind == .overBudget)
      _ = try await store.changeTeam(named: "design", by: TeamChange(budgets: [.total: .set(.cents(8))]))
      _ = try await store.buy(Sample.order(Sample.slot("2"), team: "design"))
      // A team that is gone and made again goes on from what was spent under its name.
      _ = try await store.removeTeam(named: "design")
      try await store.insert(Self.created("design", BudgetLimits(total: .cents(8))))
      #expect(try await store.decide(Sample.order(Sample.slot("3"), team: "design")).kind == .overBudget)
    }
  }

  /// Money that is held stays with the team that it was held for, whatever becomes of its key.
  @Test(arguments: StoreUnderTest.allCases)
  func whatIsUnderWayStaysWithItsTeam(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Self.created("design"))
      try await store.insert(Sample.storedKey("alice", secret: "1", id: Sample.alice, team: "design"))
      try await store.insert(Self.created("video"))
      let number = try await store.buy(Sample.order(team: "design"))
      var change = KeyChange()
      change.team = .set("video")
      _ = try await store.changeKey(named: "alice", by: change)
      _ = try await store.buy(Sample.order(Sample.slot("2"), team: "video"))
      try await store.apply([.submit, Sample.accepted("u")], to: number)
      let totals = try await store.balances(in: Sample.window).filter { $0.window == .total }
      func total(_ team: String) -> [Money]? {
        totals.first { $0.scope == .team(team) }.map { [$0.spent, $0.held] }
      }
      #expect(total("design") == [Sample.price, .zero])
      #expect(total("video") == [.zero, Sample.price])
    }
  }
}
