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

  /// What became of purchases counts when they were bought.
  @Test(arguments: StoreUnderTest.allCases)
  func seriesAreOfMinutesHoursAndDays(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let minute = Sample.start.millisecondsSince1970 / 60_000
      let hour = minute / 60
      #expect(try await store.usageSeries(UsageSeriesFilter(.hours(0..<hour + 1))).isEmpty)
      try await fill(store)
      try await store.live(
        Sample.order(Sample.slot("5"), at: Sample.start + .seconds(3600), window: Self.june), [.submit, Sample.accepted("u5")])
      let bought = UsagePoint(time: minute, spent: .cents(7))
      for (span, expected) in [
        (
          .minutes(1..<3),
          [
            UsagePoint(time: 1, counts: [.miss: 2, .hit: 4], saved: .cents(16)),
            UsagePoint(time: 2, counts: [.hit: 1], saved: .cents(4)),
          ]
        ), (.minutes(3..<9), []), (.minutes(2..<2), []), (.minutes(minute..<minute + 1), [bought]),
        (.minutes(minute + 1..<minute + 60), []),
        (.minutes(minute - 500..<minute + 500), [bought, UsagePoint(time: minute + 60, spent: .cents(4))]),
        (.hours(0..<1), [UsagePoint(time: 0, counts: [.miss: 2, .hit: 5, .refused: 5], saved: .cents(20))]),
        (.hours(1..<hour), []), (.hours(hour..<hour), []),
        (.hours(hour..<hour + 1), [UsagePoint(time: hour, spent: .cents(7))]),
        (.hours(hour + 1..<hour + 9), [UsagePoint(time: hour + 1, spent: .cents(4))]),
        (
          .days(20_260_528...20_260_601),
          [
            UsagePoint(time: 20_260_528, counts: [.miss: 2, .hit: 5], saved: .cents(20), spent: .cents(7)),
            UsagePoint(time: 20_260_601, counts: [.refused: 5], spent: .cents(4)),
          ]
        ), (.days(20_260_529...20_260_531), []),
      ] as [(UsageSeriesFilter.Span, [UsagePoint])] {
        #expect(try await store.usageSeries(UsageSeriesFilter(span)) == expected, "\(span)")
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func seriesAreOfAKeyATeamOrModels(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await fill(store)
      let kind = UsageCount.Kind(
        minute: 1, day: Sample.window.day, key: Sample.alice, team: "design", model: "acme/owls", outcome: .joined)
      try await store.add([UsageCount(kind, count: 1, saved: .cents(1))])
      let (banana, owls) = ([UsageOutcome.miss: 2, .hit: 5], [UsageOutcome.joined: 1])
      let all = banana.merging(owls) { first, _ in first }
      let day = Int64(Sample.window.day)
      func point(_ counts: [UsageOutcome: Int], saved: Int64, spent: Int64) -> [UsagePoint] {
        [UsagePoint(time: day, counts: counts, saved: .cents(saved), spent: .cents(spent))]
      }
      for (scope, model, expected) in [
        (.key(Sample.alice), nil, point(all, saved: 21, spent: 4)), (.key(Sample.bob), nil, point([:], saved: 0, spent: 3)),
        (.key(Sample.key(9)), nil, []), (.team("design"), nil, point(all, saved: 21, spent: 4)), (.team("x"), nil, []),
        (.gateway, "acme/*", point(owls, saved: 1, spent: 0)), (.gateway, "acme/owls", point(owls, saved: 1, spent: 0)),
        (.gateway, "acme/owl", []), (.gateway, "*", point(all, saved: 21, spent: 7)), (.everyone, nil, []),
        (.key(Sample.alice), "google/*", point(banana, saved: 20, spent: 4)),
        (.team("design"), "acme/*", point(owls, saved: 1, spent: 0)), (.key(Sample.bob), "acme/*", []),
      ] as [(Scope, String?, [UsagePoint])] {
        let models = model.flatMap { ModelPattern($0) }
        let days = UsageSeriesFilter(.days(Sample.window.day...Sample.window.day), of: scope, models: models)
        #expect(try await store.usageSeries(days) == expected, "\(scope) \(model ?? "")")
        let minutes = UsageSeriesFilter(.minutes(0..<3), of: scope, models: models)
        let hours = UsageSeriesFilter(.hours(0..<1), of: scope, models: models)
        for part in [minutes, hours] {
          let points = try await store.usageSeries(part)
          for outcome in [UsageOutcome.hit, .joined, .miss] {
            #expect(Self.sum(outcome, points) == Self.sum(outcome, expected), "\(part)")
          }
        }
      }
    }
  }

  private static func sum(_ outcome: UsageOutcome, _ points: [UsagePoint]) -> Int {
    points.compactMap { $0.counts[outcome] }.reduce(0, +)
  }

  /// Money is added to the sums some time after it was booked: nobody sees when.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func everyStoreSaysTheSameWheneverMoneyIsAddedToTheSums(_ seed: UInt64) async throws {
    func run(_ subject: StoreUnderTest, isFolded: Bool) async throws -> [String] {
      var answers: [String] = []
      try await subject.run { store in
        var walk = RandomWalk(seed: seed)
        for round in 0..<4 {
          try await walk.run(steps: 150, on: store, owner: OwnerID("run \(round)"))
          if isFolded { try await store.add([]) }
          if round == 2 { try await walk.run(steps: 20, on: store, owner: OwnerID("run \(round)")) }
          for dimension in UsageQuery.Dimension.allCases {
            answers.append("\(try await store.usage(UsageQuery(by: dimension, firstDay: 20_260_505)))")
          }
          let minute = Sample.start.millisecondsSince1970 / 60_000
          let spans: [UsageSeriesFilter.Span] = [
            .minutes(minute - 9000..<minute + 9000), .hours(minute / 60 - 999..<minute / 60 + 999),
            .days(20_260_501...20_260_528),
          ]
          for span in spans {
            for scope in [Scope.gateway, .team("design"), .key(Sample.bob)] {
              let points = try await store.usageSeries(UsageSeriesFilter(span, of: scope, models: ModelPattern("google/*")))
              answers.append("\(points)")
            }
          }
        }
      }
      return answers
    }
    let expected = try await run(.memory, isFolded: false)
    #expect(expected.joined().contains("spent"))
    #expect(try await run(.sqlite, isFolded: false) == expected)
    #expect(try await run(.sqlite, isFolded: true) == expected)
  }
}
