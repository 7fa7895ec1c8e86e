import NIOCore
import Testing

@testable import TollgateUpstream

@Suite("Names that wait to be looked up")
struct LookupQueueTests {
  private func time(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }

  private func queue(threads: Int, places: Int = 100) -> LookupQueue<Int> {
    LookupQueue(threads: threads, places: places, slowness: .seconds(2))
  }

  @Test func aNameIsLookedUpOnceForAllWhoWait() throws {
    var queue = queue(threads: 2)
    #expect(queue.add(1, for: "a", in: "alice", at: time(0))?.begin == ["a"])
    #expect(queue.add(2, for: "a", in: "alice", at: time(0))?.begin == [])
    let (waiters, next) = queue.end("a", at: time(1))
    #expect(waiters.sorted() == [1, 2] && next == [])
    #expect(queue.add(3, for: "a", in: "alice", at: time(1))?.begin == ["a"])
  }

  @Test func turnsAreInTheOrderOfArrival() throws {
    var queue = queue(threads: 1)
    for (number, host) in ["a", "b", "c"].enumerated() { _ = queue.add(number, for: host, in: "alice", at: time(0)) }
    #expect(queue.end("a", at: time(1)).begin == ["b"])
    #expect(queue.end("b", at: time(1)).begin == ["c"])
    #expect(queue.end("c", at: time(1)).begin == [])
  }

  @Test func whoLeavesHearsForHowLongTheNameWasAskedFor() throws {
    var queue = queue(threads: 1)
    let firstPlace = queue.add(1, for: "a", in: "alice", at: time(0))
    let first = try #require(firstPlace).id
    let secondPlace = queue.add(2, for: "b", in: "alice", at: time(0))
    let second = try #require(secondPlace).id
    let thirdPlace = queue.add(3, for: "b", in: "alice", at: time(0))
    let third = try #require(thirdPlace).id
    #expect(queue.leave(second, "b", at: time(4))?.asked == .zero)
    #expect(queue.leave(second, "b", at: time(4)) == nil)
    #expect(queue.leave(first, "a", at: time(4))?.asked == .seconds(4))
    #expect(queue.end("a", at: time(5)).begin == ["b"])
    #expect(queue.leave(third, "b", at: time(6))?.asked == .seconds(1))
    #expect(queue.end("b", at: time(6)).waiters == [])
  }

  @Test func aNameThatNobodyWaitsForIsNotLookedUp() throws {
    var queue = queue(threads: 1)
    _ = queue.add(1, for: "a", in: "alice", at: time(0))
    let secondPlace = queue.add(2, for: "b", in: "alice", at: time(0))
    let second = try #require(secondPlace).id
    _ = queue.leave(second, "b", at: time(1))
    #expect(queue.end("a", at: time(1)).begin == [])
  }

  @Test func thereAreSoManyPlaces() throws {
    var queue = queue(threads: 1, places: 3)
    for number in 0..<2 { #expect(queue.add(number, for: "a", in: "alice", at: time(0)) != nil) }
    let lastPlace = queue.add(2, for: "b", in: "alice", at: time(0))
    let last = try #require(lastPlace).id
    for host in ["a", "b", "c"] { #expect(queue.add(3, for: host, in: "alice", at: time(0)) == nil) }
    _ = queue.leave(last, "b", at: time(1))
    #expect(queue.add(4, for: "c", in: "alice", at: time(1)) != nil)
    #expect(queue.add(5, for: "c", in: "alice", at: time(1)) == nil)
    _ = queue.end("a", at: time(1))
    for number in 0..<2 { #expect(queue.add(number, for: "d", in: "alice", at: time(1)) != nil) }
  }

  /// A name that answers at once, and is known for it.
  private func learn(_ host: String, _ queue: inout LookupQueue<Int>, at moment: NIODeadline) {
    #expect(queue.add(0, for: host, in: "alice", at: moment)?.begin == [host])
    #expect(queue.end(host, at: moment).begin == [])
  }

  @Test func namesThatNobodyHasHeardOfLeaveHalfOfTheThreadsToThoseThatAnswered() throws {
    var queue = queue(threads: 4)
    for number in 0..<5 { learn("a\(number)", &queue, at: time(0)) }
    let dead = ["d1", "d2", "d3", "d4"]
    #expect(dead.map { queue.add(0, for: $0, in: "alice", at: time(20))?.begin } == [["d1"], ["d2"], [], []])
    for number in 0..<5 {
      #expect(queue.add(0, for: "a\(number)", in: "bob", at: time(20))?.begin == ["a\(number)"])
      #expect(queue.end("a\(number)", at: time(20)).begin == [])
    }
    // One that was slow is known no longer, and one whose name servers answer is as good as any other.
    #expect(queue.add(0, for: "a0", in: "bob", at: time(20))?.begin == ["a0"])
    #expect(queue.end("a0", at: time(23)).begin == [])
    #expect(queue.add(0, for: "a0", in: "bob", at: time(23))?.begin == [])
    #expect(queue.end("d1", at: time(21)).begin == ["d3"])
    #expect(queue.add(0, for: "d1", in: "alice", at: time(22))?.begin == ["d1"])
    #expect(queue.end("d2", at: time(30)).begin == ["a0"])
  }

  @Test func aNewNameWaitsForOneOfAnotherLaneAndNotForAllOfThem() throws {
    var queue = queue(threads: 4)
    for number in 0..<50 { _ = queue.add(0, for: "d\(number)", in: "alice", at: time(0)) }
    for number in 0..<2 { #expect(queue.add(1, for: "new\(number)", in: "bob", at: time(0))?.begin == []) }
    // One that two wait for is looked up once, with the first of their turns.
    #expect(queue.add(1, for: "d40", in: "carol", at: time(0))?.begin == [])
    #expect(queue.end("d0", at: time(10)).begin == ["d2"])
    #expect(queue.end("d1", at: time(10)).begin == ["new0"])
    #expect(queue.end("d2", at: time(20)).begin == ["d40"])
    #expect(queue.end("new0", at: time(20)).begin == ["d3"])
    #expect(queue.end("d3", at: time(30)).begin == ["new1"])
    #expect(queue.end("d40", at: time(30)).waiters.sorted() == [0, 1])
  }

  @Test func whoLeavesALaneTakesNothingFromOthers() throws {
    var queue = queue(threads: 1)
    _ = queue.add(0, for: "d", in: "alice", at: time(0))
    let shared = queue.add(1, for: "a", in: "alice", at: time(0))
    _ = queue.add(2, for: "a", in: "bob", at: time(0))
    #expect(queue.leave(try #require(shared).id, "a", at: time(1))?.waiter == 1)
    #expect(queue.end("d", at: time(1)).begin == ["a"])
    #expect(queue.end("a", at: time(1)).waiters == [2])
  }

  @Test func oneThreadIsForAll() throws {
    var queue = queue(threads: 1)
    _ = queue.add(0, for: "d", in: "alice", at: time(0))
    _ = queue.end("d", at: time(10))
    #expect(queue.add(0, for: "d", in: "alice", at: time(10))?.begin == ["d"])
    #expect(queue.add(0, for: "a", in: "alice", at: time(10))?.begin == [])
    #expect(queue.end("d", at: time(20)).begin == ["a"])
  }
}
