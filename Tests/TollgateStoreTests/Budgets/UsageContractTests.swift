import Testing
import TollgateCore

/// Who spent and saved what, against every implementation of the port.
@Suite struct UsageContractTests {
  private static let june = LedgerWindow.day(20_260_601)
  private static let model = "google/nano-banana"

  /// May: alice (design) has one running and one rejected, bob (no team) one refunded in part. June: alice has an unknown.
  private func fill(_ store: any Store) async throws {
    try await store.live(Sample.order(Sample.slot("1")), [.submit, Sample.accepted("u1")])
    try await store.live(Sample.order(Sample.slot("2")), [.submit, Sample.rejected])
    try await store.live(
      Sample.order(Sample.slot("3"), key: Sample.bob, team: nil),
      [.submit, Sample.accepted("u3"), .failed(error: "x", credit: nil, refunded: .cents(1))])
    try await store.live(Sample.order(Sample.slot("4"), window: Self.june), [.submit, .lost(reason: "x")])
    func count(_ outcome: UsageOutcome, _ count: Int, saved: Money = .zero, minute: Int64 = 1, day: Int32 = Sample.window.day)
      -> UsageCount
    {
      let kind = UsageCount.Kind(
        minute: minute, day: day, key: Sample.alice, team: "design", model: Self.model, outcome: outcome)
      return UsageCount(kind, count: count, saved: saved)
    }
    try await store.add([count(.miss, 2), count(.hit, 3, saved: .cents(12))])
    try await store.add([count(.hit, 1, saved: .cents(4)), count(.hit, 1, saved: .cents(4), minute: 2)])
    try await store.add([count(.refused, 5, minute: 9, day: Self.june.day)])
  }

  @Test(arguments: StoreUnderTest.allCases)
  func sumsByEveryDimension(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      #expect(try await store.usage(UsageQuery()).isEmpty)
      try await fill(store)
      let all: [UsageOutcome: Int] = [.miss: 2, .hit: 5, .refused: 5]
      func alice(_ group: UsageSum.Group) -> UsageSum {
        UsageSum(group: group, spent: .cents(4), held: .cents(4), saved: .cents(20), purchases: 2, counts: all)
      }
      func bob(_ group: UsageSum.Group) -> UsageSum { UsageSum(group: group, spent: .cents(3), purchases: 1) }
      #expect(try await store.usage(UsageQuery(by: .key)) == [alice(.key(Sample.alice)), bob(.key(Sample.bob))])
      #expect(try await store.usage(UsageQuery(by: .team)) == [bob(.team(nil)), alice(.team("design"))])
      let model = UsageSum(
        group: .model(Self.model), spent: .cents(7), held: .cents(4), saved: .cents(20), purchases: 3, counts: all)
      #expect(try await store.usage(UsageQuery(by: .model)) == [model])
      let may = UsageSum(
        group: .day(Sample.window.day), spent: .cents(7), saved: .cents(20), purchases: 2, counts: [.miss: 2, .hit: 5])
      let june = UsageSum(group: .day(Self.june.day), held: .cents(4), purchases: 1, counts: [.refused: 5])
      #expect(try await store.usage(UsageQuery(by: .day)) == [may, june])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func savingsBeyondTheLargestAmountAreTheLargestAmount(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      for minute: Int64 in [1, 1, 1, 2] {
        let kind = UsageCount.Kind(
          minute: minute, day: Sample.window.day, key: Sample.alice, team: nil, model: Self.model, outcome: .hit)
        try await store.add([UsageCount(kind, count: 1, saved: Money(nanodollars: .max / 2 + 1))])
      }
      let sums = try await store.usage(UsageQuery(by: .key))
      #expect(sums.map(\.saved) == [Money(nanodollars: .max)] && sums.first?.counts == [.hit: 4])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func boundsAreInclusive(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await fill(store)
      let may = Sample.window.day
      let june = Self.june.day
      for (first, last, days) in [
        (nil, nil, [may, june]), (may, june, [may, june]), (may + 1, nil, [june]), (nil, june - 1, [may]), (june, june, [june]),
        (june + 1, nil, []),
      ] as [(Int32?, Int32?, [Int32])] {
        let sums = try await store.usage(UsageQuery(by: .day, firstDay: first, lastDay: last))
        #expect(sums.map(\.group) == days.map { .day($0) })
      }
      let onlyJune = try await store.usage(UsageQuery(by: .key, firstDay: june))
      #expect(
        onlyJune == [UsageSum(group: .key(Sample.alice), held: .cents(4), purchases: 1, counts: [.refused: 5])])
    }
  }
}
