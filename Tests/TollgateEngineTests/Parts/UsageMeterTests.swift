import Foundation
import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite("Statistics are bounded, and wait for a store that cannot write")
struct UsageMeterTests {
  private static let now = Timestamp(millisecondsSince1970: 1_774_915_199_999)  // 2026-03-30T23:59:59.999Z
  private static let price = Money(nanodollars: 40_000_000)

  private let meter = UsageMeter(calendar: LedgerCalendar(timeZone: .gmt)) { $0.utf8.count == 1 }
  private let key = TestKey.declared("alice", team: "design").key

  private func count(_ model: String, _ outcome: UsageOutcome = .hit, at now: Timestamp = now) {
    meter.count(CreateEnding(outcome: outcome, model: model, saved: outcome == .hit ? Self.price : .zero), of: key, at: now)
  }

  @Test("creates of one kind are one sum, and a day is that of its minute")
  func sums() {
    for _ in 0..<3 { count("a") }
    count("a", .refused)
    count("a", at: Self.now + .milliseconds(1))
    let minute = Self.now.millisecondsSince1970 / 60_000
    func kind(_ minute: Int64, _ day: Int32, _ outcome: UsageOutcome) -> UsageCount.Kind {
      UsageCount.Kind(minute: minute, day: day, key: key.id, team: "design", model: "a", outcome: outcome)
    }
    let expected: Set = [
      UsageCount(kind(minute, 20_260_330, .hit), count: 3, saved: Money(nanodollars: 120_000_000)),
      UsageCount(kind(minute, 20_260_330, .refused), count: 1),
      UsageCount(kind(minute + 1, 20_260_331, .hit), count: 1, saved: Self.price),
    ]
    #expect(Set(meter.take().counts) == expected)
    #expect(meter.take().counts.isEmpty)
  }

  @Test("what was saved beyond the largest amount is the largest amount, and the end of nothing")
  func overflow() {
    let much = CreateEnding(outcome: .hit, model: "a", saved: Money(nanodollars: .max / 2 + 1))
    for _ in 0..<3 { meter.count(much, of: key, at: Self.now) }
    #expect(meter.take().counts.map(\.saved) == [Money(nanodollars: .max)])
  }

  @Test("a model's name is kept up to 128 bytes")
  func longNames() {
    for length in [128, 129, 1_000_000] { count(String(repeating: "m", count: length)) }
    let counts = meter.take().counts
    #expect(Set(counts.map(\.kind.model.utf8.count)) == [128, 0] && counts.map(\.count).reduce(0, +) == 3)
  }

  @Test("ever new names of refused models are one kind: they take no room from what others save, and fill no disk")
  func refusedNames() {
    for number in 0..<(UsageMeter.capacity * 2) { count("made up \(number)", .refused) }
    for number in 0..<(UsageMeter.capacity / 2) { count("m\(number)") }
    count("a", .refused)
    let taken = meter.take()
    let counts = taken.counts
    #expect(taken.droppedCounts == 0)
    let refused = counts.filter { $0.kind.outcome == .refused }
    #expect(Dictionary(refused.map { ($0.kind.model, $0.count) }) { $0 + $1 } == ["": UsageMeter.capacity * 2, "a": 1])
    #expect(refused.count == 2 && counts.map(\.count).reduce(0, +) == UsageMeter.capacity * 5 / 2 + 1)
  }

  @Test("many kinds are written in steps, and where one fails only what was not written comes again")
  func steps() async {
    struct Full: Error {}
    let sizes = NIOLockedValueBox([Int]())
    let flush = UsageFlush(meter: meter, time: ManualTime(), logger: LogRecorder().logger) { counts, _ in
      let number = sizes.withLockedValue { sizes in
        sizes.append(counts.count)
        return sizes.count
      }
      if number == 2 { throw Full() }
    }
    for number in 0..<(UsageFlush.step * 2 + 7) { count("m\(number)") }
    await flush.flush()
    #expect(sizes.withLockedValue { $0 } == [UsageFlush.step, UsageFlush.step])
    await flush.flush()
    await flush.flush()
    #expect(sizes.withLockedValue { $0 } == [UsageFlush.step, UsageFlush.step, UsageFlush.step, 7])
  }

  @Test("beyond the bound new kinds are dropped and said to be missing; what is known goes on")
  func bound() {
    for number in 0..<(UsageMeter.capacity + 500) { count("m\(number)") }
    count("m0")
    let first = meter.take()
    #expect(first.counts.count == UsageMeter.capacity && first.droppedCounts == 500)
    #expect(first.counts.map(\.count).reduce(0, +) == UsageMeter.capacity + 1)
    // What was taken out makes room, and the missing are said once.
    count("new")
    let second = meter.take()
    #expect(second.counts.count == 1 && second.droppedCounts == 0)
  }

  @Test("what is put back takes the room that is left, and each create is counted or said to be missing")
  func putBack() {
    for number in 0..<UsageMeter.capacity { for _ in 0..<2 { count("m\(number)") } }
    let taken = meter.take().counts
    for number in 0..<10 { count("new \(number)") }
    count("m0")
    meter.putBack(taken)
    let all = meter.take()
    let (counts, dropped) = (all.counts, all.droppedCounts)
    #expect(counts.count == UsageMeter.capacity)
    #expect(counts.map(\.count).reduce(0, +) + dropped == 2 * UsageMeter.capacity + 11)
    #expect(dropped == 20 && counts.first { $0.kind.model == "m0" }?.count == 3)
  }

  @Test("what could not be written is written with the next, once")
  func failedFlush() async {
    struct Full: Error {}
    let written = NIOLockedValueBox([UsageCount]())
    let failures = NIOLockedValueBox(2)
    let log = LogRecorder()
    let flush = UsageFlush(meter: meter, time: ManualTime(), logger: log.logger) { counts, _ in
      if failures.withLockedValue({ left in
        defer { left -= 1 }
        return left > 0
      }) {
        throw Full()
      }
      written.withLockedValue { $0 += counts }
    }
    await flush.flush()
    #expect(failures.withLockedValue { $0 } == 2, "nothing is written where nothing was counted")
    for round in 1...3 {
      for model in ["a", "b"] { for _ in 0..<round { count(model) } }
      await flush.flush()
      #expect(written.withLockedValue { $0.isEmpty } == (round < 3))
    }
    await flush.flush()
    let sums = written.withLockedValue { $0 }
    #expect(sums.count == 2 && sums.allSatisfy { $0.count == 6 && $0.saved == Money(nanodollars: 240_000_000) }, "\(sums)")
    #expect(log.lines("the usage statistics could not be written").count == 2)
    #expect(log.lines("creates are missing in the usage statistics").isEmpty)
  }

  @Test("that some are missing is logged once, with their number")
  func missing() async {
    let log = LogRecorder()
    let flush = UsageFlush(meter: meter, time: ManualTime(), logger: log.logger) { _, _ in }
    for number in 0..<(UsageMeter.capacity + 7) { count("m\(number)") }
    for _ in 0..<3 { await flush.flush() }
    let lines = log.lines("creates are missing in the usage statistics")
    #expect(lines.map(\.metadata) == [["count": "7"]])
  }

  // MARK: Who asked for which result

  private static func number(_ value: Int) throws -> GenerationNumber { try #require(GenerationNumber(Int64(value))) }

  private func answer(
    _ generation: Int, _ outcome: UsageOutcome = .hit, to key: Key? = nil, at now: Timestamp = now
  ) throws {
    let saved = outcome == .miss ? Money.zero : Self.price
    let ending = CreateEnding(outcome: outcome, model: "a", saved: saved, generation: try Self.number(generation))
    meter.count(ending, of: key ?? self.key, at: now)
  }

  @Test("answers with one result are one sum for each key, and what was bought is none")
  func uses() throws {
    let bob = TestKey.declared("bob").key
    for outcome in [UsageOutcome.miss, .joined, .hit, .hit] { try answer(1, outcome) }
    try answer(1, to: bob, at: Self.now + .seconds(1))
    try answer(2, .joined)
    // A clock that is set back makes no answer older.
    try answer(1, at: Self.now - .seconds(9))
    count("refused", .refused)
    let expected: Set = [
      GenerationUse(
        .init(generation: try Self.number(1), key: key.id),
        UseSum(hits: 3, joined: 1, saved: Money(nanodollars: 160_000_000), lastAt: Self.now)),
      GenerationUse(
        .init(generation: try Self.number(1), key: bob.id),
        UseSum(hits: 1, saved: Self.price, lastAt: Self.now + .seconds(1))),
      GenerationUse(
        .init(generation: try Self.number(2), key: key.id), UseSum(joined: 1, saved: Self.price, lastAt: Self.now)),
    ]
    #expect(Set(meter.take().uses) == expected)
    #expect(meter.take().isEmpty)
  }

  @Test("beyond the bound new results are dropped and said to be missing, and how creates ended is known of all of them")
  func boundOfUses() async throws {
    let log = LogRecorder()
    let written = NIOLockedValueBox<[Int]>([])
    for number in 1...(UsageMeter.capacity + 7) { try answer(number) }
    try answer(1)
    let flush = UsageFlush(meter: meter, time: ManualTime(), logger: log.logger) { counts, uses in
      #expect(uses.count <= UsageFlush.step)
      written.withLockedValue { $0.append(counts.map(\.count).reduce(0, +)) }
      written.withLockedValue { $0.append(uses.map(\.sum.hits).reduce(0, +)) }
    }
    for _ in 0..<3 { await flush.flush() }
    let sums = written.withLockedValue { $0 }
    let transactions = UsageMeter.capacity / UsageFlush.step
    #expect(sums.count == 2 * transactions && sums[0] == UsageMeter.capacity + 8)
    #expect(sums.reduce(0, +) == sums[0] + UsageMeter.capacity + 1)
    let lines = log.lines("answers are missing in the statistics of who asked for which result")
    #expect(lines.map(\.metadata) == [["count": "7"]])
    #expect(log.lines("creates are missing in the usage statistics").isEmpty)
  }

  @Test("of several transactions each is written once, whichever of them fails")
  func failedTransactions() async throws {
    struct Full: Error {}
    let total = UsageFlush.step * 3
    for number in 1...total { try answer(number) }
    let written = NIOLockedValueBox<(counts: Int, uses: [GenerationNumber: Int], calls: Int)>((0, [:], 0))
    let flush = UsageFlush(meter: meter, time: ManualTime(), logger: LogRecorder().logger) { counts, uses in
      try written.withLockedValue { state in
        state.calls += 1
        if state.calls == 2 || state.calls == 4 { throw Full() }
        state.counts += counts.map(\.count).reduce(0, +)
        for use in uses { state.uses[use.kind.generation, default: 0] += use.sum.hits }
      }
    }
    for _ in 0..<4 { await flush.flush() }
    let state = written.withLockedValue { $0 }
    #expect(state.counts == total && state.uses.count == total && state.uses.values.allSatisfy { $0 == 1 })
  }
}
