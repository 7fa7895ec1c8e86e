import Testing
import TollgateCore

@testable import TollgateEngine

@Suite struct DeliveryQueuesTests {
  private func callbacks(_ host: String, _ ids: ClosedRange<Int64>) throws -> [Callback] {
    let generation = try #require(GenerationNumber(1))
    return try ids.map { id in
      Callback(
        id: try #require(CallbackID(id)), generation: generation, serial: id, key: KeyID(truncating: []), host: host,
        url: host, baseURL: nil, createdAt: Timestamp(millisecondsSince1970: 0), state: .due,
        dueAt: Timestamp(millisecondsSince1970: id), readyAt: Timestamp(millisecondsSince1970: 0))
    }
  }

  private func all(_ queues: inout DeliveryQueues) -> [Callback] {
    var found: [Callback] = []
    while let callback = queues.next() { found.append(callback) }
    return found
  }

  @Test func receiversHaveTheirTurnsAndAFewPostsEach() throws {
    var queues = DeliveryQueues()
    queues.add(try callbacks("a", 1...9) + callbacks("b", 11...12) + callbacks("c", 21...29))
    let posted = all(&queues)
    #expect(posted.map(\.id.value) == [1, 11, 21, 2, 12, 22, 3, 23, 4, 24])
    #expect(queues.posts == 10 && queues.held == 20 && queues.room == DeliveryQueues.capacity - 20)
    queues.end(posted[0], .taken)
    #expect(queues.next()?.id.value == 5 && queues.next() == nil)
  }

  @Test func whoTakesGetsMoreAndWhoDoesNotAnswerGetsOneAtATime() throws {
    var queues = DeliveryQueues()
    queues.add(try callbacks("quick", 1...4) + callbacks("hung", 11...14))
    #expect(queues.roomOf == ["quick": 0, "hung": 0])
    for callback in all(&queues).dropLast(2) { queues.end(callback, callback.host == "quick" ? .taken : .none) }
    #expect((queues.roomOf["quick"] ?? 0) > 16 && (queues.roomOf["hung"] ?? 0) <= 0)
    queues.add(try callbacks("quick", 5...9))
    #expect(all(&queues).map(\.host) == ["quick", "quick", "quick"])
  }

  @Test func allTogetherAreBounded() throws {
    var queues = DeliveryQueues()
    for host in 0..<300 { queues.add(try callbacks("\(host)", 1...2)) }
    #expect(all(&queues).count == DeliveryQueues.maximumPosts)
  }

  @Test func pausesGrowAndEndWithinADay() throws {
    var callback = try callbacks("a", 1...1)[0]
    var now = Timestamp(millisecondsSince1970: 0)
    var tries = 1
    while let next = CallbackPauses.next(after: callback, retryAfter: nil, factor: 1.2, at: now) {
      #expect(next.since(now) == CallbackPauses.pauses[tries - 1] * 1.2)
      (now, tries) = (next, tries + 1)
      callback.attempts += 1
    }
    #expect(tries == 8 && now.since(Timestamp(millisecondsSince1970: 0)) < .seconds(24 * 3600))
    callback.attempts = 1
    let late = Timestamp(millisecondsSince1970: 24 * 3_600_000)
    #expect(CallbackPauses.next(after: callback, retryAfter: nil, factor: 1, at: late) == nil)
    let asked = CallbackPauses.next(after: callback, retryAfter: .seconds(90_000), factor: 1, at: now)
    #expect(asked == now + .seconds(3600))
  }
}
