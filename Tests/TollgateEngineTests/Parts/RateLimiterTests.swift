import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite("Rates of keys and of the gateway")
struct RateLimiterTests {
  private let time = ManualTime()

  private func key(_ name: String, _ limits: RateLimits) -> Key {
    TestKey.declared(name, limits: KeyLimits(rate: limits)).key
  }

  @Test("a minute's worth at once, then one each time that its share of a minute has passed")
  func burst() {
    let limiter = RateLimiter(limits: RateLimits(), time: time)
    let alice = key("alice", RateLimits(createsPerMinute: 4))
    for _ in 0..<4 { #expect(limiter.take(.creates, of: alice) == nil) }
    let refusal = RateRefusal(kind: .creates, scope: .key(alice.id), limit: 4, retryAfter: .seconds(15))
    #expect(limiter.take(.creates, of: alice) == refusal)
    time.advance(by: .seconds(15))
    #expect(limiter.take(.creates, of: alice) == nil)
    #expect(limiter.take(.creates, of: alice) == refusal)
    #expect(limiter.take(.generations, of: alice) == nil, "what is not limited is not counted")
  }

  @Test("a refusal by one meter burns nothing of the other, whichever refuses")
  func bothOrNone() {
    let limiter = RateLimiter(limits: RateLimits(createsPerMinute: 3), time: time)
    let alice = key("alice", RateLimits(createsPerMinute: 1))
    let bob = key("bob", RateLimits(createsPerMinute: 5))
    #expect(limiter.take(.creates, of: alice) == nil)
    for _ in 0..<10 { #expect(limiter.take(.creates, of: alice)?.scope == .key(alice.id)) }
    for _ in 0..<2 { #expect(limiter.take(.creates, of: bob) == nil, "alice's refusals took nothing of the gateway's") }
    for _ in 0..<10 { #expect(limiter.take(.creates, of: bob)?.scope == .gateway) }
    #expect(limiter.status(of: bob).all.map(\.remaining) == [3, 0], "the gateway's refusals took nothing of bob's")
  }

  @Test("what is given back may be taken again, and a purchase counts once however often it is asked")
  func givenBack() {
    let limiter = RateLimiter(limits: RateLimits(generationsPerMinute: 2), time: time)
    let alice = key("alice", RateLimits(generationsPerMinute: 1))
    let rate = CountedRate(limiter, of: alice)
    for _ in 0..<3 { #expect(rate.take() == nil) }
    #expect(limiter.status(of: alice).all.map(\.remaining) == [0, 1])
    for _ in 0..<3 { rate.giveBack() }
    #expect(limiter.status(of: alice).all.map(\.remaining) == [1, 2])
    CountedRate(limiter, of: alice).giveBack()
    #expect(limiter.status(of: alice).all.map(\.remaining) == [1, 2], "what was not counted cannot be given back")
  }

  @Test("meters of idle keys are forgotten, and the map stays bounded")
  func bounded() {
    let limiter = RateLimiter(limits: RateLimits(), time: time)
    let limits = RateLimits(createsPerMinute: 60)
    for number in 0..<RateLimiter.capacity { _ = limiter.take(.creates, of: key("k\(number)", limits)) }
    _ = limiter.take(.creates, of: key("one more", limits))
    #expect(limiter.count == RateLimiter.capacity)
    time.advance(by: .seconds(2))
    _ = limiter.take(.creates, of: key("later", limits))
    #expect(limiter.count == 1)
    _ = limiter.take(.creates, of: key("unlimited", RateLimits()))
    #expect(limiter.count == 1)
  }
}
