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
    #expect(queue.add(1, for: "a", at: time(0))?.begin == ["a"])
    #expect(queue.add(2, for: "a", at: time(0))?.begin == [])
    let (waiters, next) = queue.end("a", at: time(1))
    #expect(waiters.sorted() == [1, 2] && next == [])
    #expect(queue.add(3, for: "a", at: time(1))?.begin == ["a"])
  }

  @Test func turnsAreInTheOrderOfArrival() throws {
    var queue = queue(threads: 1)
    for (number, host) in ["a", "b", "c"].enumerated() { _ = queue.add(number, for: host, at: time(0)) }
    #expect(queue.end("a", at: time(1)).begin == ["b"])
    #expect(queue.end("b", at: time(1)).begin == ["c"])
    #expect(queue.end("c", at: time(1)).begin == [])
  }

  @Test func whoLeavesHearsForHowLongTheNameWasAskedFor() throws {
    var queue = queue(threads: 1)
    let firstPlace = queue.add(1, for: "a", at: time(0))
    let first = try #require(firstPlace).id
    let secondPlace = queue.add(2, for: "b", at: time(0))
    let second = try #require(secondPlace).id
    let thirdPlace = queue.add(3, for: "b", at: time(0))
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
    _ = queue.add(1, for: "a", at: time(0))
    let secondPlace = queue.add(2, for: "b", at: time(0))
    let second = try #require(secondPlace).id
    _ = queue.leave(second, "b", at: time(1))
    #expect(queue.end("a", at: time(1)).begin == [])
  }

  @Test func thereAreSoManyPlaces() throws {
    var queue = queue(threads: 1, places: 3)
    for number in 0..<2 { #expect(queue.add(number, for: "a", at: time(0)) != nil) }
    let lastPlace = queue.add(2, for: "b", at: time(0))
    let last = try #require(lastPlace).id
    for host in ["a", "b", "c"] { #expect(queue.add(3, for: host, at: time(0)) == nil) }
    _ = queue.leave(last, "b", at: time(1))
    #expect(queue.add(4, for: "c", at: time(1)) != nil)
    #expect(queue.add(5, for: "c", at: time(1)) == nil)
    _ = queue.end("a", at: time(1))
    for number in 0..<2 { #expect(queue.add(number, for: "d", at: time(1)) != nil) }
  }

  @Test func namesThatWereSlowLeaveHalfOfTheThreadsToTheOthers() throws {
    var queue = queue(threads: 4)
    let dead = ["d1", "d2", "d3", "d4"]
    for host in dead { #expect(queue.add(0, for: host, at: time(0))?.begin == [host]) }
    for host in dead { _ = queue.end(host, at: time(10)) }
    #expect(dead.map { queue.add(0, for: $0, at: time(20))?.begin } == [["d1"], ["d2"], [], []])
    for number in 0..<5 {
      #expect(queue.add(0, for: "a\(number)", at: time(20))?.begin == ["a\(number)"])
      #expect(queue.end("a\(number)", at: time(20)).begin == [])
    }
    // One whose name servers answer again is as good as any other.
    #expect(queue.end("d1", at: time(21)).begin == ["d3"])
    #expect(queue.add(0, for: "d1", at: time(22))?.begin == ["d1"])
    #expect(queue.end("d2", at: time(30)).begin == ["d4"])
  }

  @Test func oneThreadIsForAll() throws {
    var queue = queue(threads: 1)
    _ = queue.add(0, for: "d", at: time(0))
    _ = queue.end("d", at: time(10))
    #expect(queue.add(0, for: "d", at: time(10))?.begin == ["d"])
    #expect(queue.add(0, for: "a", at: time(10))?.begin == [])
    #expect(queue.end("d", at: time(20)).begin == ["a"])
  }
}
