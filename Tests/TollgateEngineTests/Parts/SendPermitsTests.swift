import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite("Create calls in flight are bounded")
struct SendPermitsTests {
  private let alice = KeyID.random()
  private let bob = KeyID.random()

  @Test("never more at once than permits, and everybody gets a turn")
  func bounded() async {
    let permits = SendPermits(permits: 3, queueSize: 1000, time: SystemTimeSource())
    let inFlight = NIOLockedValueBox((now: 0, most: 0, total: 0))
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask {
          let turn = await permits.acquire(for: number % 2 == 0 ? alice : bob, until: .seconds(600))
          guard turn == .granted(isProbe: false) else { return }
          inFlight.withLockedValue { flight in
            flight.now += 1
            flight.total += 1
            flight.most = max(flight.most, flight.now)
          }
          await Task.yield()
          inFlight.withLockedValue { $0.now -= 1 }
          permits.release(isProbe: false, after: .open)
        }
      }
    }
    #expect(inFlight.withLockedValue { $0.most } <= 3)
    #expect(inFlight.withLockedValue { $0.total } == 200)
  }

  @Test("a full queue refuses at once, a long wait in the end, and neither costs a permit")
  func refusals() async {
    let time = SystemTimeSource()
    let permits = SendPermits(permits: 1, queueSize: 1, time: time)
    #expect(await permits.acquire(for: alice, until: .seconds(600)) == .granted(isProbe: false))
    #expect(await permits.acquire(for: alice, until: time.uptime() + .milliseconds(10)) == .refused)
    let full = SendPermits(permits: 1, queueSize: 0, time: time)
    #expect(!full.isFull(for: alice))
    #expect(await full.acquire(for: alice, until: .seconds(600)) == .granted(isProbe: false))
    #expect(full.isFull(for: alice))
    #expect(await full.acquire(for: alice, until: .seconds(600)) == .refused)
    permits.release(isProbe: false, after: .open)
    #expect(await permits.acquire(for: alice, until: .seconds(600)) == .granted(isProbe: false))
  }

  @Test("a place is taken once, counts before whoever has it is here, and is fair to other keys")
  func places() async {
    let permits = SendPermits(permits: 1, queueSize: 2, time: SystemTimeSource())
    func place(of key: KeyID) -> QueuePlace { QueuePlace(in: permits, of: key) }
    let first = place(of: alice)
    #expect(first.take() && first.take())
    // One permit and two that wait.
    #expect(place(of: alice).take() && place(of: alice).take() && !place(of: alice).take())
    first.giveBack()
    first.giveBack()
    let again = place(of: alice)
    #expect(again.take() && permits.isFull(for: alice))
    #expect(await permits.acquire(for: alice, in: again.handOver(), until: .seconds(600)) == .granted(isProbe: false))
    again.giveBack()
    #expect(permits.isFull(for: alice), "the permit is gone, and the two places are promised")
    #expect(!permits.isFull(for: bob), "one of alice's two makes room for him")
  }

  @Test("a full queue is shared by those who wait and those who are promised a place, who displace when they come")
  func placesAreFair() async throws {
    let permits = SendPermits(permits: 0, queueSize: 4, time: SystemTimeSource())
    try await withThrowingTaskGroup(of: SendPermits.Turn.self) { group in
      for _ in 0..<4 { group.addTask { await permits.acquire(for: alice, until: .seconds(600)) } }
      try await eventually("alice's", holds: { permits.waitingCount == 4 })
      let places = (0..<3).map { _ in QueuePlace(in: permits, of: bob) }
      #expect(places.map { $0.take() } == [true, true, false])
      // The first does not come after all, and another one is promised its place.
      places[0].giveBack()
      #expect(permits.waitingCount == 4, "nobody leaves for one who is not here")
      #expect(places[2].take() && permits.isFull(for: bob))
      for place in places.dropFirst() {
        group.addTask { await permits.acquire(for: bob, in: place.handOver(), until: .seconds(600)) }
        #expect(try await group.next() == .refused)
      }
      try await eventually("two of each", holds: { permits.waitingCount == 4 })
      #expect(permits.isFull(for: alice) && permits.isFull(for: bob))
      permits.close()
    }
  }

  @Test("a promised place is lost to a key of whom fewer wait, and whoever comes for it learns that")
  func displacedPlace() async throws {
    let permits = SendPermits(permits: 0, queueSize: 3, time: SystemTimeSource())
    let places = (0..<3).map { _ in QueuePlace(in: permits, of: alice) }
    #expect(places.map { $0.take() } == [true, true, true])
    let other = QueuePlace(in: permits, of: bob)
    #expect(other.take())
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = await permits.acquire(for: bob, in: other.handOver(), until: .seconds(600)) }
      try await eventually("bob's", holds: { permits.waitingCount == 1 })
      #expect(await permits.acquire(for: alice, in: places[2].handOver(), until: .seconds(600)) == .refused)
      #expect(permits.isFull(for: alice) && permits.isFull(for: bob))
      places[0].giveBack()
      #expect(!permits.isFull(for: alice))
      permits.close()
    }
  }

  @Test("a permit that becomes free goes to the first who is here, and a promised place keeps its turn")
  func expectedKeepTheirTurn() async throws {
    let permits = SendPermits(permits: 1, queueSize: 9, time: SystemTimeSource())
    #expect(await permits.acquire(for: alice, until: .seconds(600)) == .granted(isProbe: false))
    let early = QueuePlace(in: permits, of: alice)
    #expect(early.take())
    let order = NIOLockedValueBox<[String]>([])
    try await withThrowingTaskGroup(of: Void.self) { group in
      func wait(_ name: String, in place: FairQueue.ID?) async throws {
        let waiting = permits.waitingCount
        group.addTask {
          guard case .granted = await permits.acquire(for: alice, in: place, until: .seconds(600)) else { return }
          order.withLockedValue { $0.append(name) }
        }
        try await eventually("the waiter", holds: { permits.waitingCount == waiting + 1 })
      }
      try await wait("second", in: nil)
      try await wait("third", in: nil)
      permits.release(isProbe: false, after: .open)
      try await eventually("the second", holds: { order.withLockedValue { $0 } == ["second"] })
      try await wait("early", in: early.handOver())
      permits.release(isProbe: false, after: .open)
      try await eventually("the early one", holds: { order.withLockedValue { $0 } == ["second", "early"] })
      permits.release(isProbe: false, after: .open)
      try await group.waitForAll()
    }
    #expect(order.withLockedValue { $0 } == ["second", "early", "third"])
  }

  @Test("the keys take turns, however many one of them sends")
  func fair() async throws {
    let permits = SendPermits(permits: 1, queueSize: 100, time: SystemTimeSource())
    let order = NIOLockedValueBox<[KeyID]>([])
    #expect(await permits.acquire(for: alice, until: .seconds(600)) == .granted(isProbe: false))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, key) in ([KeyID](repeating: alice, count: 20) + [bob, bob]).enumerated() {
        group.addTask {
          guard case .granted = await permits.acquire(for: key, until: .seconds(600)) else { return }
          order.withLockedValue { $0.append(key) }
          permits.release(isProbe: false, after: .open)
        }
        try await eventually("the waiter", holds: { permits.waitingCount == number + 1 })
      }
      permits.release(isProbe: false, after: .open)
      try await group.waitForAll()
    }
    #expect(order.withLockedValue { Array($0.prefix(5)) } == [alice, bob, alice, bob, alice])
    #expect(order.withLockedValue { $0.count } == 22)
  }

  @Test("a pause stops everybody, turns those away whom it outlasts, and ends with one probe")
  func pause() async throws {
    let time = ManualTime()
    let permits = SendPermits(permits: 3, queueSize: 100, time: time)
    let granted = NIOLockedValueBox<[Bool]>([])
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await permits.watchPauses() }
      #expect(await permits.acquire(for: alice, until: .seconds(20)) == .granted(isProbe: false))
      permits.release(isProbe: false, after: .throttled(.seconds(5)))
      #expect(permits.pause == .seconds(5))
      #expect(await permits.acquire(for: alice, until: .seconds(4)) == .refused)
      for number in 1...5 {
        group.addTask {
          guard case .granted(let permit) = await permits.acquire(for: alice, until: .seconds(20)) else { return }
          granted.withLockedValue { $0.append(permit.isProbe) }
        }
        try await eventually("the waiter", holds: { permits.waitingCount == number })
      }
      time.advance(by: .milliseconds(4_900))
      try await Task.sleep(for: .milliseconds(20))
      #expect(granted.withLockedValue { $0 } == [])
      try await time.advance(by: .milliseconds(100), until: { granted.withLockedValue { !$0.isEmpty } })
      try await Task.sleep(for: .milliseconds(20))
      #expect(granted.withLockedValue { $0 } == [true], "one alone finds out")
      permits.release(isProbe: true, after: .throttled(.seconds(2)))
      time.advance(by: .seconds(2))
      try await eventually("the next probe", holds: { granted.withLockedValue { $0.count == 2 } })
      #expect(granted.withLockedValue { $0 } == [true, true])
      permits.release(isProbe: true, after: .open)
      try await eventually("the others", holds: { granted.withLockedValue { $0.count == 5 } })
      #expect(granted.withLockedValue { $0 } == [true, true, false, false, false])
      #expect(permits.pause == nil)
      group.cancelAll()
    }
  }

  @Test("a longer pause turns away at once who cannot wait so long, and says how long it is")
  func pauseOutlasts() async throws {
    let time = ManualTime()
    let permits = SendPermits(permits: 1, queueSize: 100, time: time)
    #expect(await permits.acquire(for: alice, until: .seconds(20)) == .granted(isProbe: false))
    async let short = permits.acquire(for: bob, until: .seconds(20))
    try await eventually("the waiter", holds: { permits.waitingCount == 1 })
    permits.release(isProbe: false, after: .throttled(.seconds(30)))
    #expect(await short == .refused)
    permits.release(isProbe: false, after: .throttled(.seconds(86_400)))
    #expect(permits.pause == SendPermits.longestPause)
  }

  @Test("a pause of the breaker that begins while all permits are out lets the first one through at its end")
  func pauseWhileAllAreOut() async throws {
    let time = ManualTime()
    var policy = BreakerPolicy()
    policy.failures = 1
    let permits = SendPermits(permits: 1, queueSize: 100, breaker: policy, time: time)
    let turn = NIOLockedValueBox<SendPermits.Turn?>(nil)
    try await withThrowingTaskGroup(of: Void.self) { group in
      guard case .granted(let permit) = await permits.acquire(for: alice, until: .seconds(20)) else {
        Issue.record("no permit")
        return
      }
      group.addTask {
        let waited = await permits.acquire(for: bob, until: .seconds(20))
        turn.withLockedValue { $0 = waited }
      }
      try await eventually("the waiter", holds: { permits.waitingCount == 1 })
      group.addTask { await permits.watchPauses() }
      #expect(permits.note(.unreachable, of: permit, by: alice) == .opened(.seconds(2)))
      // The watch looks now, and finds nobody for whom there is a permit.
      try await Task.sleep(for: .milliseconds(50))
      permits.release(permit, after: .nothing)
      try await Task.sleep(for: .milliseconds(50))
      time.advance(by: .seconds(2))
      try await eventually("the first one", holds: { turn.withLockedValue { $0 != nil } })
      if case .granted = turn.withLockedValue({ $0 }) {
      } else {
        Issue.record("\(String(describing: turn.withLockedValue { $0 }))")
      }
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  @Test("where one key's creates fail, who waits of another key comes first after the pause, and of the first one later")
  func troubleOfOneKey() async throws {
    let time = ManualTime()
    var policy = BreakerPolicy()
    policy.failures = 1
    policy.firstPause = .seconds(15)
    policy.longestPause = .seconds(15)
    let permits = SendPermits(permits: 1, queueSize: 100, breaker: policy, time: time)
    guard case .granted(let permit) = await permits.acquire(for: alice, until: .seconds(20)) else {
      Issue.record("no permit")
      return
    }
    async let impatient = permits.acquire(for: alice, until: .seconds(20))
    try await eventually("the first waiter", holds: { permits.waitingCount == 1 })
    async let patient = permits.acquire(for: alice, until: .seconds(600))
    try await eventually("the second waiter", holds: { permits.waitingCount == 2 })
    async let other = permits.acquire(for: bob, until: .seconds(20))
    try await eventually("the third waiter", holds: { permits.waitingCount == 3 })
    async let _ = permits.watchPauses()
    #expect(permits.note(.unwell, of: permit, by: alice) == .opened(.seconds(15)))
    #expect(await impatient == .unreachable, "until 30 s nothing of this key is sent")
    permits.release(permit, after: .open)
    time.advance(by: .seconds(15))
    guard case .granted(let first) = await other else {
      Issue.record("bob was turned away")
      return
    }
    // It sent nothing, and leaves it to the next one, who is of the key that has failed.
    permits.release(first, after: .nothing)
    #expect(permits.outagePause(for: bob) == nil && permits.outagePause(for: alice) == .seconds(15))
    try await time.advance(by: .seconds(5)) { permits.waitingCount == 0 }
    #expect(time.uptime() >= .seconds(30))
    guard case .granted(let second) = await patient else {
      Issue.record("alice was turned away")
      return
    }
    #expect(permits.note(.answered, of: second, by: alice) == .answeredAgain)
    permits.release(second, after: .open)
  }

  @Test("where only the key waits whose creates have failed, nobody is woken before its own pause is over")
  func nextTurnOfOneKey() async {
    var policy = BreakerPolicy()
    policy.failures = 1
    let turn = await withCheckedContinuation { continuation in
      var state = SendPermits.State(permits: 1, queueSize: 10, breaker: policy)
      if case .granted(let permit)? = state.immediateTurn(for: alice, in: nil, at: .zero, deadline: .seconds(600)) {
        _ = state.note(.unwell, of: permit, by: alice, at: .zero)
        _ = state.release(permit, after: .open, at: .zero)
      }
      let id = state.nextID()
      _ = state.wait(id, .init(key: alice, deadline: .seconds(600), continuation: continuation))
      #expect(state.nextTurn == .seconds(4))
      #expect(state.grants(at: .seconds(3)).isEmpty)
      for answer in state.grants(at: .seconds(4)) { answer.continuation.resume(returning: answer.turn) }
    }
    if case .granted = turn {} else { Issue.record("\(turn)") }
  }

  /// A clock that leaps while somebody is on the way into the queue.
  private final class LeapingTime: TimeSource {
    private let state = NIOLockedValueBox((uptime: Duration.zero, readsLeft: Int.max, leap: Duration.zero))

    func now() -> Timestamp { ManualTime.start }

    func uptime() -> Duration {
      state.withLockedValue { state in
        if state.readsLeft == 0 { state.uptime = state.leap } else { state.readsLeft -= 1 }
        return state.uptime
      }
    }

    func set(_ uptime: Duration, leapingTo leap: Duration, afterReads reads: Int) {
      state.withLockedValue { $0 = (uptime, reads, leap) }
    }

    func sleep(untilUptime deadline: Duration) async throws {
      while state.withLockedValue({ $0.uptime < deadline }) { try await Task.sleep(for: .milliseconds(1)) }
    }
  }

  @Test("a pause that ends in the moment in which somebody begins to wait for its end", arguments: 1...4)
  func pauseEndsMeanwhile(reads: Int) async throws {
    let time = LeapingTime()
    let permits = SendPermits(permits: 3, queueSize: 100, time: time)
    let turn = NIOLockedValueBox<SendPermits.Turn?>(nil)
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask { await permits.watchPauses() }
      #expect(await permits.acquire(for: alice, until: .seconds(20)) == .granted(isProbe: false))
      permits.release(isProbe: false, after: .throttled(.seconds(1)))
      // It has seen that nobody waits for the end.
      try await Task.sleep(for: .milliseconds(50))
      time.set(.milliseconds(900), leapingTo: .milliseconds(1_100), afterReads: reads)
      group.addTask {
        let granted = await permits.acquire(for: alice, until: .seconds(20))
        turn.withLockedValue { $0 = granted }
      }
      try await eventually("the waiter", holds: { permits.waitingCount == 1 || turn.withLockedValue { $0 != nil } })
      time.set(.milliseconds(1_100), leapingTo: .zero, afterReads: .max)
      try await eventually("the turn", holds: { turn.withLockedValue { $0 == .granted(isProbe: true) } })
    }
  }

  @Test("closed, it turns everybody away at once, and takes back what is out")
  func closed() async throws {
    let time = ManualTime()
    let permits = SendPermits(permits: 1, queueSize: 100, time: time)
    #expect(await permits.acquire(for: alice, until: .seconds(20)) == .granted(isProbe: false))
    async let waiting = permits.acquire(for: bob, until: .seconds(20))
    try await eventually("the waiter", holds: { permits.waitingCount == 1 })
    permits.close()
    #expect(await waiting == .refused)
    #expect(await permits.acquire(for: bob, until: .seconds(20)) == .refused)
    permits.release(isProbe: false, after: .open)
    #expect(await permits.acquire(for: bob, until: .seconds(20)) == .refused)
    #expect(permits.waitingCount == 0)
  }

  @Test("a probe that sent nothing passes the turn on")
  func probeWithoutFinding() async throws {
    let time = ManualTime()
    let permits = SendPermits(permits: 2, queueSize: 100, time: time)
    #expect(await permits.acquire(for: alice, until: .seconds(20)) == .granted(isProbe: false))
    permits.release(isProbe: false, after: .throttled(.seconds(1)))
    time.advance(by: .seconds(1))
    #expect(await permits.acquire(for: alice, until: .seconds(20)) == .granted(isProbe: true))
    permits.release(isProbe: true, after: .nothing)
    #expect(await permits.acquire(for: bob, until: .seconds(20)) == .granted(isProbe: true))
  }
}

/// Where the breaker has nothing to say: everything happens in its first period.
extension SendPermits.Turn {
  fileprivate static func granted(isProbe: Bool) -> SendPermits.Turn { .granted(.init(isProbe: isProbe)) }
}

extension SendPermits.Permit {
  fileprivate init(isProbe: Bool) { self.init(isProbe: isProbe, pass: .init(period: 0)) }
}

extension SendPermits {
  fileprivate func release(isProbe: Bool, after finding: Finding) { release(.init(isProbe: isProbe), after: finding) }
}
