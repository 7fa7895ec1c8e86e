import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("Who watches is told how creates end")
struct RequestFeedTests {
  private static let key = Key(
    id: .random(), name: "alice", origin: .created, createdAt: Timestamp(millisecondsSince1970: 0))
  private static let now = Timestamp(millisecondsSince1970: 1_780_000_000_000)

  private func tell(_ feed: RequestFeed, _ model: String = "a/b", at now: Timestamp = now) {
    feed.tell(CreateEnding(model: model), of: Self.key, at: now)
  }

  @Test("nobody is told while nobody watches, and everybody who does")
  func watchers() async throws {
    let feed = RequestFeed()
    #expect(!feed.isWatched)
    let first = try #require(feed.events())
    let second = try #require(feed.events())
    #expect(feed.isWatched)
    tell(feed)
    for events in [first, second] {
      var iterator = events.makeAsyncIterator()
      let event = try #require(try await iterator.next(isolation: nil))
      #expect(event.number == 1 && event.keyName == "alice" && event.model == "a/b" && event.outcome == .refused)
    }
    feed.close()
    #expect(!feed.isWatched)
    var after = first.makeAsyncIterator()
    #expect(try await after.next(isolation: nil) == nil)
    var late = try #require(feed.events()).makeAsyncIterator()
    #expect(try await late.next(isolation: nil) == nil, "who comes to a closed feed is not kept waiting")
  }

  @Test("who is slow misses the oldest, and sees it by the numbers")
  func slow() async throws {
    let feed = RequestFeed()
    var iterator = try #require(feed.events()).makeAsyncIterator()
    let count = RequestFeed.buffered + 10
    for number in 0..<count { tell(feed, at: Self.now + .seconds(number)) }
    #expect(try await iterator.next(isolation: nil)?.number == 11)
    feed.close()
  }

  @Test("in a second only so many are told, and those that are not leave a gap")
  func crowd() async throws {
    let feed = RequestFeed()
    var iterator = try #require(feed.events()).makeAsyncIterator()
    for _ in 0..<(RequestFeed.mostPerSecond + 500) { tell(feed) }
    tell(feed, at: Self.now + .seconds(1))
    var numbers: [Int64] = []
    for _ in 0...RequestFeed.mostPerSecond { numbers.append(try #require(try await iterator.next(isolation: nil)).number) }
    let most = Int64(RequestFeed.mostPerSecond)
    #expect(numbers == Array(1...most) + [most + 501])
    feed.close()
  }

  @Test("only so many may watch, and a place is free again when one leaves")
  func places() async throws {
    let feed = RequestFeed()
    var watchers = (0..<RequestFeed.maximumWatchers).map { _ in feed.events() }
    #expect(watchers.allSatisfy { $0 != nil } && feed.events() == nil)
    watchers.removeAll()
    #expect(feed.events() != nil)
  }
}
