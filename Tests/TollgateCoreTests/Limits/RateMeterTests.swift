import Testing
import TollgateCore
import TollgateTestSupport

/// The cell rate algorithm: a minute's worth at once, then one each time that its share of a minute has passed.
@Suite struct RateMeterTests {
  /// Limits whose share of a minute is a whole number of milliseconds, and others.
  static let limits = [1, 2, 3, 4, 7, 11, 13, 60, 600, 1000, 59_999, 1_000_000]

  @Test(arguments: limits)
  func aFullMinuteMayComeAtOnceAndNotOneMore(_ limit: Int) {
    for uptime in [Duration.zero, .milliseconds(1), .seconds(60), .seconds(86_400 * 400)] {
      var meter = RateMeter()
      #expect(meter.remaining(limit: limit, at: uptime) == limit)
      #expect(meter.timeToEmpty(at: uptime) == .zero)
      for count in 0..<min(limit, 1000) {
        #expect(meter.wait(limit: limit, at: uptime) == .zero)
        meter.add(limit: limit, at: uptime)
        #expect(meter.remaining(limit: limit, at: uptime) == limit - count - 1)
      }
      guard limit <= 1000 else { continue }
      let share: Duration = .seconds(60) / limit
      let wait = meter.wait(limit: limit, at: uptime)
      // A share that does not divide a minute is rounded down to an attosecond, so that no client waits longer than it has to.
      #expect(wait > share - .nanoseconds(1) && wait <= share)
      #expect(meter.remaining(limit: limit, at: uptime) == 0)
      #expect(meter.timeToEmpty(at: uptime) > .seconds(60) - .nanoseconds(1) && meter.timeToEmpty(at: uptime) <= .seconds(60))
    }
  }

  @Test(arguments: [1, 2, 4, 60, 600, 1000])
  func oneComesBackExactlyWhenItsShareHasPassed(_ limit: Int) {
    var meter = RateMeter()
    for _ in 0..<limit { meter.add(limit: limit, at: .seconds(5)) }
    let share: Duration = .seconds(60) / limit
    for count in 1...10 {
      let back: Duration = .seconds(5) + share * count
      #expect(meter.wait(limit: limit, at: back - .nanoseconds(1)) == .nanoseconds(1))
      #expect(meter.remaining(limit: limit, at: back - .nanoseconds(1)) == 0)
      #expect(meter.wait(limit: limit, at: back) == .zero)
      #expect(meter.remaining(limit: limit, at: back) == 1)
      meter.add(limit: limit, at: back)
      #expect(meter.wait(limit: limit, at: back) == share)
    }
  }

  /// However they come, of those that were let through no row is longer than a full minute's worth and what came back meanwhile.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func noWindowHasMoreThanTheBurstAndItsRefill(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let limit = [1, 2, 3, 5, 7, 12, 60][random.below(7)]
    let share: Duration = .seconds(60) / limit
    var meter = RateMeter()
    var now: Duration = .milliseconds(random.below(100_000))
    var admitted: [Duration] = []
    for _ in 0..<400 {
      let scale = [1, 50, 1000, 20_000][random.below(4)]
      now += .milliseconds(random.below(scale))
      guard meter.wait(limit: limit, at: now) == .zero else { continue }
      meter.add(limit: limit, at: now)
      admitted.append(now)
    }
    #expect(admitted.count >= limit)
    for first in admitted.indices {
      for last in first..<admitted.count {
        // One attosecond for each share that was rounded down.
        let span = admitted[last] - admitted[first] + .nanoseconds(1)
        guard last - first + 1 > limit else { continue }
        #expect(share * (last - first + 1 - limit) <= span, "\(limit): \(last - first + 1) in \(span)")
      }
    }
  }

  /// The same decisions as a bucket that is filled drop by drop, in whole milliseconds.
  @Test(arguments: 0..<10 as Range<UInt64>)
  func decidesLikeATokenBucket(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let limit = [1, 2, 4, 10, 60, 240][random.below(6)]
    let share = 60_000 / limit
    var meter = RateMeter()
    var (level, now) = (0, 0)
    for _ in 0..<2000 {
      let pause = random.below([2, share + 1, 3 * share][random.below(3)])
      now += pause
      level = max(0, level - pause)
      let isAllowed = level + share <= 60_000
      #expect((meter.wait(limit: limit, at: .milliseconds(now)) == .zero) == isAllowed)
      #expect(meter.remaining(limit: limit, at: .milliseconds(now)) == (60_000 - level) / share)
      #expect(meter.timeToEmpty(at: .milliseconds(now)) == .milliseconds(level))
      if isAllowed {
        level += share
        let place = meter.add(limit: limit, at: .milliseconds(now))
        if random.chance(1, in: 5) {
          level -= share
          meter.remove(place, limit: limit, at: .milliseconds(now))
        }
      }
    }
  }

  @Test func whatIsGivenBackMayComeAgainAndNoMore() {
    var meter = RateMeter()
    var places = (0..<4).map { _ in meter.add(limit: 4, at: .seconds(10)) }
    meter.remove(places.removeLast(), limit: 4, at: .seconds(10))
    #expect(meter.remaining(limit: 4, at: .seconds(10)) == 1 && meter.wait(limit: 4, at: .seconds(10)) == .zero)
    places.append(meter.add(limit: 4, at: .seconds(10)))
    #expect(meter.wait(limit: 4, at: .seconds(10)) == .seconds(15))
    // Given back when the meter has long been empty, it adds nothing.
    for place in places { meter.remove(place, limit: 4, at: .seconds(500)) }
    #expect(meter.remaining(limit: 4, at: .seconds(500)) == 4)
    for _ in 0..<4 { meter.add(limit: 4, at: .seconds(500)) }
    #expect(meter.wait(limit: 4, at: .seconds(500)) == .seconds(15))
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func whateverIsGivenBackLateNoMoreComeThanTheLimitAllows(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let (limit, share) = (6, Duration.seconds(10))
    var meter = RateMeter()
    var pending: [(place: RateMeter.Place, at: Duration)] = []
    var real: [Duration] = []
    var now: Duration = .zero
    for _ in 0..<3000 {
      now += .milliseconds(random.below(8000))
      if !pending.isEmpty, random.chance(1, in: 2) {
        let one = pending.remove(at: random.below(pending.count))
        if random.chance(1, in: 2) { meter.remove(one.place, limit: limit, at: now) } else { real.append(one.at) }
      } else if meter.wait(limit: limit, at: now) == .zero {
        pending.append((meter.add(limit: limit, at: now), now))
      }
    }
    // Those that happened, by themselves, in a bucket that leaks evenly.
    var (level, last) = (Duration.zero, Duration.zero)
    for at in (real + pending.map(\.at)).sorted() {
      level = max(.zero, level - (at - last)) + share
      last = at
      #expect(level <= share * limit, "at \(at)")
    }
    #expect(real.count > 300)
  }

  @Test func anIdleMeterSavesNothingUp() {
    var meter = RateMeter()
    meter.add(limit: 2, at: .zero)
    #expect(meter.remaining(limit: 2, at: .seconds(86_400 * 365)) == 2)
    for _ in 0..<2 { meter.add(limit: 2, at: .seconds(86_400 * 365)) }
    #expect(meter.remaining(limit: 2, at: .seconds(86_400 * 365)) == 0)
  }

  @Test func aChangedLimitCountsFromNowOn() {
    var meter = RateMeter()
    for _ in 0..<30 { meter.add(limit: 60, at: .zero) }
    // Half of the minute is used up, whatever the minute is worth.
    #expect(meter.remaining(limit: 60, at: .zero) == 30)
    #expect(meter.remaining(limit: 6, at: .zero) == 3)
    #expect(meter.remaining(limit: 1, at: .zero) == 0 && meter.wait(limit: 1, at: .zero) == .seconds(30))
  }
}
