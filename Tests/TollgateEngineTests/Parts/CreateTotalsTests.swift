import Foundation
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite("How creates have ended since the start")
struct CreateTotalsTests {
  private let meter = UsageMeter(calendar: LedgerCalendar(timeZone: .gmt)) { $0.hasPrefix("known ") }
  private let alice = TestKey.declared("alice").key

  private func count(_ model: String, _ outcome: UsageOutcome = .hit, of key: Key? = nil, at seconds: Int64 = 0) {
    meter.count(
      CreateEnding(outcome: outcome, model: model, saved: Money(nanodollars: outcome == .hit ? 7 : 0)), of: key ?? alice,
      at: Timestamp(millisecondsSince1970: seconds * 1000))
  }

  @Test("what could not be written down and comes again counts once, and no sum ever falls")
  func putBack() {
    for round in 1...3 {
      count("known a", at: Int64(round) * 60)
      count("known a", .miss)
      let taken = meter.take()
      meter.putBack(taken.counts)
      let creates = meter.creates.totals
      #expect(
        creates.byKey == [alice.id: .init(counts: [.hit: round, .miss: round], saved: Money(nanodollars: Int64(7 * round)))])
      #expect(creates.byModel["known a"]?.counts == [.hit: round, .miss: round])
    }
    #expect(meter.take().counts.map(\.count).reduce(0, +) == 6)
    #expect(meter.creates.totals.byKey[alice.id]?.counts[.hit] == 3)
  }

  @Test("ten thousand made-up models are one, whether they were bought or refused, and ten thousand keys are few")
  func bounds() throws {
    for number in 0..<5000 {
      count("made up \(number)", .refused)
      count("made up \(number)", .miss)
    }
    for number in 0..<5000 { count("known \(number)") }
    _ = meter.take()
    for number in 0..<10_000 {
      let key = Key(
        id: .random(), name: "k\(number)", origin: .open, createdAt: Timestamp(millisecondsSince1970: 0))
      count("known 1", .joined, of: key)
    }
    _ = meter.take()
    let (creates, uncounted) = meter.creates
    #expect(creates.byModel.count == CreateTotals.maximumModels && creates.byKey.count == CreateTotals.maximumKeys)
    let others = try #require(creates.ofOtherModels)
    #expect(others.counts[.miss] == 5000 && others.counts[.refused] == 5000)
    for sums in [creates.byModel.values + [others], creates.byKey.values + [try #require(creates.ofOtherKeys)]] {
      #expect(sums.flatMap(\.counts.values).reduce(0, +) + uncounted == 25_000)
    }
  }
}
