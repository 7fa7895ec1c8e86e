import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("Creates are held back while the upstream is not there")
struct CircuitBreakerTests {
  /// What happens to one breaker, one after the other.
  private struct Story {
    var breaker: CircuitBreaker
    var now: Duration = .zero

    init(failures: Int? = 3, permits: Int = 64) {
      var policy = BreakerPolicy()
      policy.failures = failures
      breaker = CircuitBreaker(policy, permits: permits)
    }

    /// Sends one, where one may be, and says how it fares.
    mutating func send(_ sign: CircuitBreaker.Sign, of key: KeyID = alice) -> CircuitBreaker.Turning? {
      guard let pass = letThrough(key) else { return nil }
      let turning = note(sign, of: pass, by: key)
      end(pass)
      return turning
    }

    mutating func letThrough(_ key: KeyID = alice) -> CircuitBreaker.Pass? { breaker.letThrough(key, at: now) }

    mutating func note(
      _ sign: CircuitBreaker.Sign, of pass: CircuitBreaker.Pass, by key: KeyID = alice
    ) -> CircuitBreaker.Turning? {
      breaker.note(sign, of: pass, by: key, at: now)
    }

    mutating func end(_ pass: CircuitBreaker.Pass) { breaker.end(pass, at: now) }

    mutating func fail(_ times: Int, by sign: CircuitBreaker.Sign = .unreachable) {
      for _ in 0..<times { _ = send(sign) }
    }
  }

  private static let (alice, bob, carol) = (KeyID.random(), KeyID.random(), KeyID.random())

  @Test("so many failures in a row open it, of either kind", arguments: [CircuitBreaker.Sign.unreachable, .unwell])
  func opens(sign: CircuitBreaker.Sign) {
    var story = Story()
    story.fail(2, by: sign)
    #expect(story.breaker.state == .closed && story.breaker.refusal(at: .zero) == nil)
    #expect(story.send(sign) == .opened(.seconds(2)))
    #expect(story.breaker.state == .open(until: .seconds(2)))
    #expect(story.breaker.refusal(at: .seconds(1)) == .seconds(1))
    #expect(story.letThrough() == nil)
  }

  @Test("an answer between them begins the row anew, and without a number it never opens")
  func rows() {
    var story = Story()
    for _ in 0..<20 {
      story.fail(2)
      _ = story.send(.answered)
    }
    #expect(story.breaker.state == .closed)
    var careless = Story(failures: nil)
    careless.fail(1000)
    #expect(careless.breaker.state == .closed)
  }

  @Test("after the pause one is let through, and no second one before it is over")
  func probes() throws {
    var story = Story()
    story.fail(3)
    story.now = .seconds(2)
    #expect(story.breaker.refusal(at: story.now) == nil, "whoever comes first finds out")
    let through = story.letThrough()
    let probe = try #require(through)
    #expect(story.letThrough() == nil && story.breaker.refusal(at: story.now) == .seconds(2))
    #expect(story.note(.unreachable, of: probe) == .stayedOpen(.seconds(4)))
    #expect(!story.breaker.mayTryAgain(probe), "a probe has one try")
    #expect(story.breaker.state == .open(until: .seconds(6)))
  }

  @Test("each further pause is twice as long, up to the longest")
  func backsOff() {
    var story = Story()
    story.fail(3)
    var pauses: [Duration] = []
    for _ in 0..<6 {
      story.now = story.breaker.pauseEnd(for: Self.alice) ?? .zero
      if case .stayedOpen(let pause)? = story.send(.unwell) { pauses.append(pause) }
    }
    #expect(pauses == [.seconds(4), .seconds(8), .seconds(16), .seconds(30), .seconds(30), .seconds(30)])
    #expect(story.breaker.openings == 1, "it is one outage")
  }

  @Test("a probe that sent nothing leaves it to the next one, at once")
  func probeWithoutSign() throws {
    var story = Story()
    story.fail(3)
    story.now = .seconds(2)
    let through = story.letThrough()
    let probe = try #require(through)
    story.end(probe)
    #expect(story.breaker.state == .open(until: .seconds(2)))
    #expect(story.letThrough() != nil)
  }

  @Test("when the probe is answered the others follow, twice as many each time, and the pauses begin anew")
  func ramps() throws {
    var story = Story(permits: 16)
    story.fail(3)
    story.now = .seconds(2)
    #expect(story.send(.answered) == .answeredAgain)
    // Others wait: whoever is answered makes room for two.
    var underWay: [CircuitBreaker.Pass] = []
    for answers in 0..<14 {
      while let pass = story.letThrough() { underWay.append(pass) }
      #expect(underWay.count == 2 + answers)
      let first = underWay.removeFirst()
      #expect(story.note(.answered, of: first) == nil)
      story.end(first)
    }
    #expect(story.breaker.state == .closed)
    #expect(story.breaker.troubledSince == nil)
    story.fail(2)
    #expect(story.send(.unreachable) == .opened(.seconds(2)))
  }

  @Test("where one comes after the other a few answers are enough")
  func rampsAlone() {
    var story = Story()
    story.fail(3)
    story.now = .seconds(2)
    for _ in 0..<6 { _ = story.send(.answered) }
    #expect(story.breaker.state == .ramping(limit: 7))
    _ = story.send(.answered)
    #expect(story.breaker.state == .closed)
  }

  @Test("trouble in the recovery halves it, and a row of it holds all back for longer")
  func relapses() throws {
    var story = Story(permits: 64)
    story.fail(3)
    story.now = .seconds(2)
    _ = story.send(.answered)
    for _ in 0..<4 { _ = story.send(.answered) }
    #expect(story.breaker.state == .ramping(limit: 6))
    _ = story.send(.unwell)
    #expect(story.breaker.state == .ramping(limit: 3))
    _ = story.send(.unwell)
    #expect(story.send(.unwell) == .opened(.seconds(4)))
    #expect(story.breaker.openings == 2)
  }

  @Test("what was under way when it opened neither lengthens the pause nor ends it")
  func stragglers() throws {
    var story = Story()
    let early = (0..<4).compactMap { _ in story.letThrough() }
    story.fail(3, by: .unwell)
    story.now = .seconds(1)
    #expect(story.note(.unwell, of: early[0]) == nil)
    #expect(story.note(.answered, of: early[1]) == nil)
    #expect(story.breaker.state == .open(until: .seconds(2)))
    for pass in early { story.end(pass) }
    #expect(!story.breaker.mayTryAgain(early[2]))
    // Nor do they count when it has recovered.
    story.now = .seconds(4)
    _ = story.send(.answered)
    for pass in early { _ = story.note(.unwell, of: pass) }
    #expect(story.breaker.state == .ramping(limit: 2))
  }

  @Test("an answered question ends the pause where nothing could be sent, once; where answers were unusable it proves nothing")
  func signsOfLife() {
    var story = Story()
    story.fail(3)
    story.breaker.noteAnsweredQuestion(at: .seconds(1))
    #expect(story.breaker.state == .open(until: .seconds(1)))
    story.now = .seconds(1)
    #expect(story.send(.unreachable) == .stayedOpen(.seconds(4)))
    story.breaker.noteAnsweredQuestion(at: .seconds(2))
    #expect(story.breaker.state == .open(until: .seconds(5)), "it was believed, and was wrong")

    var unwell = Story()
    unwell.fail(3, by: .unwell)
    unwell.breaker.noteAnsweredQuestion(at: .seconds(1))
    #expect(unwell.breaker.state == .open(until: .seconds(2)))
  }

  @Test("where all that has failed was one key's, it waits longer than the others, so that one of these finds out first")
  func ofOneKey() throws {
    var story = Story()
    story.fail(3, by: .unwell)
    #expect(story.breaker.refusal(of: Self.alice, at: .zero) == .seconds(4))
    #expect(story.breaker.refusal(of: Self.bob, at: .zero) == .seconds(2))
    story.now = .seconds(2)
    #expect(story.letThrough(Self.alice) == nil && story.breaker.refusal(of: Self.alice, at: story.now) == .seconds(2))
    #expect(story.breaker.refusal(of: Self.bob, at: story.now) == nil)
    var alone = story
    alone.now = .seconds(4)
    #expect(alone.letThrough(Self.alice) != nil, "where nobody else comes, it finds out itself")
    let through = story.letThrough(Self.bob)
    let probe = try #require(through)
    #expect(story.letThrough(Self.carol) == nil && story.letThrough(Self.alice) == nil, "it is one at a time")
    var well = story
    #expect(well.note(.answered, of: probe, by: Self.bob) == .answeredAgain)
    #expect(well.letThrough(Self.alice) != nil)
    // Where it fails as well, it is not about one key.
    #expect(story.note(.unwell, of: probe, by: Self.bob) == .stayedOpen(.seconds(4)))
    story.now = .seconds(6)
    #expect(story.letThrough(Self.alice) != nil)
  }

  @Test("where nothing could be sent, or several keys have failed, all wait equally long")
  func ofAllKeys() {
    for signs: [(CircuitBreaker.Sign, KeyID)] in [
      [(.unreachable, Self.alice), (.unwell, Self.alice), (.unwell, Self.alice)],
      [(.unwell, Self.alice), (.unwell, Self.alice), (.unreachable, Self.alice)],
      [(.unwell, Self.alice), (.unwell, Self.bob), (.unwell, Self.alice)],
    ] {
      var story = Story()
      for (sign, key) in signs { _ = story.send(sign, of: key) }
      #expect(story.breaker.state == .open(until: .seconds(2)))
      story.now = .seconds(2)
      #expect(story.letThrough(Self.alice) != nil)
    }
    // An answer makes it a matter of one key again.
    var later = Story()
    _ = later.send(.unwell, of: Self.bob)
    _ = later.send(.answered, of: Self.bob)
    later.fail(3, by: .unwell)
    later.now = .seconds(2)
    #expect(later.letThrough(Self.alice) == nil && later.letThrough(Self.carol) != nil)
  }
}

@Suite("Tries that sent nothing are repeated within a budget")
struct RetryBudgetTests {
  @Test(
    "where everything fails for five minutes, at most a tenth of the first tries and three a second", arguments: [0, 5, 200])
  func bounded(perSecond: Int) {
    var budget = RetryBudget()
    var (firstTries, retries) = (0, 0)
    for second in 0..<300 {
      for _ in 0..<perSecond {
        firstTries += 1
        budget.noteFirstTry()
        for _ in 0..<2 where budget.take(at: .seconds(second)) { retries += 1 }
      }
    }
    #expect(Double(retries) <= 0.1 * Double(firstTries) + 3 * 300 + 30)
    if perSecond == 5 { #expect(retries > 900, "a few failures are all tried again") }
  }

  @Test("a rare failure is always tried again")
  func rare() {
    var budget = RetryBudget()
    for second in 0..<100 {
      budget.noteFirstTry()
      #expect(budget.take(at: .seconds(second)) && budget.take(at: .seconds(second)))
    }
  }
}
