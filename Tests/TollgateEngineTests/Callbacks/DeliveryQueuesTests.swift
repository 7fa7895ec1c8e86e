import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite struct DeliveryQueuesTests {
  private static let alice = KeyID(truncating: [1])
  private static let bob = KeyID(truncating: [2])

  private func callbacks(
    _ receiver: String, _ ids: ClosedRange<Int64>, of key: KeyID = alice
  ) throws -> [Callback] {
    let generation = try #require(GenerationNumber(1))
    return try ids.map { id in
      Callback(
        id: try #require(CallbackID(id)), generation: generation, serial: id, key: key, receiver: receiver,
        url: receiver, baseURL: nil, createdAt: Timestamp(millisecondsSince1970: 0), state: .due,
        dueAt: Timestamp(millisecondsSince1970: id), readyAt: Timestamp(millisecondsSince1970: 0))
    }
  }

  private func room(of receiver: String, in queues: DeliveryQueues) -> Int? {
    queues.roomOf[CallbackLane(key: Self.alice, receiver: receiver)]
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
    #expect(room(of: "quick", in: queues) == 0 && room(of: "hung", in: queues) == 0)
    for callback in all(&queues).dropLast(2) { queues.end(callback, callback.receiver == "quick" ? .taken : .none) }
    #expect((room(of: "quick", in: queues) ?? 0) > 16 && (room(of: "hung", in: queues) ?? 0) <= 0)
    queues.add(try callbacks("quick", 5...9))
    #expect(all(&queues).map(\.receiver) == ["quick", "quick", "quick"])
  }

  @Test func whatIsNotPostedSaysNothingAboutTheReceiver() throws {
    var queues = DeliveryQueues()
    queues.add(try callbacks("a", 1...2))
    for callback in all(&queues).prefix(1) { queues.end(callback, .notAsked) }
    #expect(room(of: "a", in: queues) == DeliveryQueues.perLane - 1)
  }

  @Test func aKeyLeavesAsMuchFreeAsItHas() throws {
    var queues = DeliveryQueues()
    for receiver in 0..<300 { queues.add(try callbacks("\(receiver)", 1...2)) }
    #expect(all(&queues).count == DeliveryQueues.maximumPosts / 2)
    queues.add(try callbacks("good", 1...2, of: Self.bob))
    #expect(all(&queues).map(\.key) == [Self.bob, Self.bob])
    #expect(queues.heldOf == [Self.alice: 600, Self.bob: 2])
  }

  @Test func keysHaveTheirTurns() throws {
    var queues = DeliveryQueues()
    for receiver in 0..<300 { queues.add(try callbacks("\(receiver)", 1...1)) }
    queues.add(try callbacks("good", 1...2, of: Self.bob))
    #expect((0..<4).compactMap { _ in queues.next()?.key } == [Self.alice, Self.bob, Self.alice, Self.bob])
  }

  /// Adds, posts and ends at random: nothing is lost, and all bounds hold.
  @Test(arguments: 1...20 as ClosedRange<UInt64>) func nothingIsLostAndAllIsBounded(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var queues = DeliveryQueues()
    var underWay: [Callback] = []
    var owed = 0
    var ended = 0
    var lastID: Int64 = 0
    for _ in 0..<3000 {
      switch Int.random(in: 0..<3, using: &random) {
      case 0 where queues.room > 0:
        lastID += 1
        let key = KeyID(truncating: [UInt8.random(in: 0..<5, using: &random)])
        queues.add(try callbacks("\(Int.random(in: 0..<9, using: &random))", lastID...lastID, of: key))
        owed += 1
      case 1:
        if let callback = queues.next() { underWay.append(callback) }
      default:
        guard let callback = underWay.popLast() else { break }
        let answers: [DeliveryQueues.Answer] = [.taken, .refused, .none, .notAsked]
        queues.end(callback, try #require(answers.randomElement(using: &random)))
        ended += 1
      }
      #expect(queues.posts == underWay.count && queues.held == owed - ended)
      #expect(Set(Dictionary(grouping: underWay, by: \.lane).map(\.value.count)).allSatisfy { $0 <= DeliveryQueues.perLane })
    }
    while ended < owed {
      underWay += all(&queues)
      let last = underWay.popLast()
      queues.end(try #require(last), .refused)
      ended += 1
    }
    #expect(queues.held == 0 && queues.posts == 0 && queues.heldOf.isEmpty)
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
