import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite("A key with whatever number of dead receivers delays no other key's callback")
struct CourierFairnessTests {
  /// How long a dead receiver is waited for.
  private static let hang: Duration = .seconds(600)

  private struct Posts {
    var underWay = 0
    var most = 0
    var dead = 0
    var good: [String] = []
    /// Whether the dead receivers have come to life.
    var areOver = false
  }

  @Test("ten thousand dead receivers of one key, and one good one of another; there is no place for more of the first")
  func tenThousandDeadReceivers() async throws {
    let time = ManualTime()
    let posts = NIOLockedValueBox(Posts())
    let receiver = ScriptedReceiver { post, _ in
      if post.url.hasPrefix("https://good") {
        posts.withLockedValue { $0.good.append(post.url) }
        return .delivered(status: 200)
      }
      // Before it looks whether they are over: at the end the clock is moved once.
      let deadline = time.uptime() + Self.hang
      if posts.withLockedValue(\.areOver) { return .delivered(status: 200) }
      posts.withLockedValue { posts in
        posts.dead += 1
        posts.underWay += 1
        posts.most = max(posts.most, posts.underWay)
      }
      try? await time.sleep(untilUptime: deadline)
      posts.withLockedValue { $0.underWay -= 1 }
      return .failed(reason: "no answer")
    }
    let keys = [TestKey.declared("alice"), TestKey.declared("bob")]
    try await CourierTests.run(receiver, keys: keys, time: time) { harness in
      // A courier waits for what is under way, by this clock.
      defer {
        posts.withLockedValue { $0.areOver = true }
        time.advance(by: Self.hang)
      }
      @Sendable func create(_ url: String, as name: String) async throws -> CreateAnswer {
        try await harness.gateway.create(
          CourierTests.body("a fox", url), directives: CreateDirectives(), from: try harness.caller(name))
      }
      async let first = create("https://good.example/0", as: "bob")
      try await time.advance(by: .seconds(1), until: { posts.withLockedValue { $0.good.count == 1 } })
      _ = try await first
      for hundred in 0..<100 {
        try await withThrowingTaskGroup(of: CreateAnswer.self) { group in
          for number in 0..<100 {
            group.addTask { try await create("https://dead\(hundred * 100 + number).example", as: "alice") }
          }
          for try await answer in group { #expect(answer.notices.isEmpty) }
        }
      }
      let noRoom = ["callback_url is ignored: too many callbacks of this key are on their way; poll job/query instead"]
      #expect(try await create("https://good.example/none", as: "alice").notices == noRoom)

      for number in 1...5 {
        // At first none was tried; later many were, and are due again among the others.
        let pauseOfCourier: Duration = .milliseconds(25)
        try await time.advance(by: pauseOfCourier, until: { posts.withLockedValue { $0.dead >= number * 128 } })
        let began = time.uptime()
        let url = "https://good.example/\(number)"
        #expect(try await create(url, as: "bob").notices.isEmpty)
        try await time.advance(by: pauseOfCourier, until: { posts.withLockedValue { $0.good.last == url } })
        // It is a few looks; the clock runs ahead of a busy machine.
        #expect(time.uptime() - began < Self.hang / 10)
        #expect(posts.withLockedValue(\.underWay) > 0)
        time.advance(by: Self.hang)
      }
      #expect(posts.withLockedValue(\.most) <= DeliveryQueues.maximumPosts / 2)
      #expect(posts.withLockedValue(\.good.count) == 6)
    }
  }
}
