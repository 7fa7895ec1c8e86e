import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("A create that asks for it gets one post of its job's record at the job's end")
struct CourierTests {
  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  /// An engine whose callbacks go to `receiver`.
  static func run(
    _ receiver: ScriptedReceiver, folder: String? = nil, policy: GatewayPolicy = EngineHarness.quickPolicy,
    upstream: ScriptedUpstream = ScriptedUpstream(),
    keys: [StoredKey] = [], secrets: [String: SigningSecret] = [:], time: any TimeSource = SystemTimeSource(),
    disk: FailingDisk = FailingDisk(), _ body: (EngineHarness) async throws -> Void
  ) async throws {
    let delivery = CallbackDelivery(transport: receiver, declaredSecrets: secrets) { CallbackWish($0, policy: AddressPolicy()) }
    try await EngineHarness.run(
      folder: folder, policy: policy, upstream: upstream, keys: keys, callbacks: delivery, time: time, disk: disk, body)
  }

  private static let placeholder = [
    "callback_url is ignored: it is a placeholder and not a URL; poll job/query instead"
  ]

  static func body(_ prompt: String, _ url: String = "https://a.example") -> [UInt8] {
    Array(
      #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"\#(prompt)"},"callback_url":"\#(url)"}"#.utf8)
  }

  private func create(_ harness: EngineHarness, _ prompt: String, _ url: String = "https://a.example") async throws
    -> CreateAnswer
  {
    try await harness.gateway.create(Self.body(prompt, url), directives: CreateDirectives(), from: try harness.local)
  }

  private func states(_ harness: EngineHarness) async throws -> [CallbackState] {
    try await harness.store.callbacks(CallbackQuery(limit: 1000)).map(\.state)
  }

  @Test("the buyer, who joined and who came later each get the record of their own job")
  func missJoinHit() async throws {
    let receiver = ScriptedReceiver()
    let upstream = ScriptedUpstream()
    let gate = Gate()
    upstream.onQuery { id in
      await gate.wait()
      return .record(.finished(id))
    }
    try await Self.run(receiver, upstream: upstream) { harness in
      let miss = try await create(harness, "a fox", "https://a.example/?miss")
      let join = try await create(harness, "a fox", "https://a.example/?join")
      #expect(miss.outcome == .miss(bypassed: false, loss: nil) && join.outcome == .joined && receiver.posts.isEmpty)
      await gate.open()
      try await eventually("both posts", holds: { receiver.posts.count == 2 })
      let hit = try await create(harness, "a fox", "https://a.example/?hit")
      try await eventually("all delivered", holds: { try await states(harness) == [.delivered, .delivered, .delivered] })
      for (answer, url) in [(miss, "?miss"), (join, "?join"), (hit, "?hit")] {
        let posts = receiver.posts.filter { $0.url.hasSuffix(url) }
        #expect(posts.count == 1)
        let record = try await harness.gateway.query(answer.jobID, from: try harness.local)
        #expect(posts.first?.record == record.object && record["status"] == 2)
        #expect(posts.first?.header("webhook-id") == "msg_" + answer.jobID)
      }
      #expect(Set([miss.jobID, join.jobID, hit.jobID]).count == 3)
    }
  }

  @Test("a failure is told as well; a rejection is told in the answer alone")
  func failures() async throws {
    let receiver = ScriptedReceiver()
    let upstream = ScriptedUpstream()
    upstream.onQuery { .record(.failed($0, refunded: Money(nanodollars: 40_000_000))) }
    try await Self.run(receiver, upstream: upstream) { harness in
      _ = try await create(harness, "fails")
      try await eventually("the post", holds: { receiver.posts.count == 1 })
      #expect(receiver.posts[0].record?["status"] == 3 && receiver.posts[0].record?["error"] == "the model broke")
      upstream.onCreate { _, _ in .rejected(Rejection(httpStatus: 400, code: 1, text: "no"), retryAfter: nil) }
      await #expect(throws: GatewayError.self) { try await create(harness, "rejected") }
      #expect(try await states(harness).count == 1)
    }
  }

  @Test("what cannot be delivered is ignored with a notice, and answered from memory")
  func ignored() async throws {
    let receiver = ScriptedReceiver()
    try await Self.run(receiver) { harness in
      let miss = try await create(harness, "a fox", "CALLBACK_URL")
      #expect(miss.notices == Self.placeholder)
      try await harness.record(of: miss.jobID, untilStatus: 2)
      #expect(try await create(harness, "a fox", "CALLBACK_URL").notices == Self.placeholder)
      for none in ["null", #""""#] {
        let plain = #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"a fox"},"callback_url":\#(none)}"#
        let answer = try await harness.gateway.create(
          Array(plain.utf8), directives: CreateDirectives(), from: try harness.local)
        #expect(answer.notices.isEmpty)
      }
      #expect(try await states(harness).isEmpty && receiver.posts.isEmpty)
    }
  }

  @Test("each key's own secret signs, whatever way it was configured")
  func signatures() async throws {
    let receiver = ScriptedReceiver()
    let declared = try #require(SigningSecret(Self.secret))
    let keys = [TestKey.declared("alice"), TestKey.declared("bob")]
    try await Self.run(receiver, keys: keys, secrets: ["alice": declared]) { harness in
      for name in ["alice", "bob"] {
        _ = try await harness.gateway.create(
          Self.body(name), directives: CreateDirectives(), from: try harness.caller(name))
      }
      try await eventually("both posts", holds: { receiver.posts.count == 2 })
      for post in receiver.posts {
        let name = try #require(post.record?["key_name"]?.string)
        let shown = try await harness.engine.administration.callbackSecret(ofKeyNamed: name).secret
        #expect(name != "alice" || shown == Self.secret)
        let id = try #require(post.header("webhook-id"))
        let seconds = try #require(post.header("webhook-timestamp").flatMap(Int64.init))
        let expected = try #require(SigningSecret(shown)).signature(id: id, seconds: seconds, body: post.body)
        #expect(post.header("webhook-signature") == expected)
        #expect(abs(seconds - SystemTimeSource().now().millisecondsSince1970 / 1000) < 300)
      }
    }
  }

  @Test("eight tries with growing pauses, under one id; then it is given up, and can be asked for again")
  func tries() async throws {
    let receiver = ScriptedReceiver { _, _ in .rejected(status: 500, retryAfter: nil) }
    let time = ManualTime()
    try await Self.run(receiver, time: time) { harness in
      async let answer = create(harness, "a fox")
      try await time.advance(by: .milliseconds(75), until: { receiver.posts.count == 1 })
      _ = try await answer
      // How long exactly it waits is tested with the pauses themselves; here the clock runs ahead of a busy machine.
      var last = time.uptime()
      for (number, pause) in [5, 30, 120, 600, 3600, 10_800, 28_800].enumerated() {
        try await time.advance(by: .milliseconds(pause * 15), until: { receiver.posts.count > number + 1 })
        #expect(time.uptime() - last >= .seconds(pause) * 0.8)
        last = time.uptime()
      }
      try await time.advance(by: .seconds(1), until: { try await states(harness) == [.givenUp] })
      #expect(Set(receiver.posts.map { $0.header("webhook-id") }).count == 1)
      let callback = try #require(try await harness.engine.administration.callbacks(CallbackQuery()).first)
      #expect(callback.attempts == 8 && callback.lastStatus == 500 && callback.lastReason == "the receiver answered 500")

      receiver.onPost { _, _ in .delivered(status: 200) }
      await #expect(throws: AdministrationError.self) {
        try await harness.engine.administration.retryCallbacks(CallbackID(99))
      }
      #expect(try await harness.engine.administration.retryCallbacks(callback.id).count == 1)
      try await time.advance(by: .seconds(1), until: { try await states(harness) == [.delivered] })
    }
  }

  @Test("a post that was not made costs no try, and is put off for a week and no longer than all tries may take")
  func notMade() async throws {
    let silent = 12
    let receiver = ScriptedReceiver { _, number in number <= silent ? .notTried(reason: "busy") : .delivered(status: 200) }
    let time = ManualTime()
    try await Self.run(receiver, time: time) { harness in
      async let answer = create(harness, "a fox")
      try await time.advance(by: .seconds(1), until: { try await states(harness) == [.delivered] })
      _ = try await answer
      let callback = try #require(try await harness.store.callbacks(CallbackQuery()).first)
      #expect(receiver.posts.count == silent + 1 && callback.attempts == 1)
      receiver.onPost { _, _ in .notTried(reason: "busy") }
      _ = try await create(harness, "a fox")
      try await time.advance(by: .seconds(3600), until: { try await states(harness).contains(.givenUp) })
      #expect(time.uptime() >= .seconds(7 * 86_400))
    }
  }

  @Test("a receiver may ask for more time, a refused address gets no second try, and one that is gone gets none either")
  func answers() async throws {
    let receiver = ScriptedReceiver { post, _ in
      switch post.url {
      case "https://later.example/": .rejected(status: 429, retryAfter: .seconds(600))
      case "https://gone.example/": .rejected(status: 410, retryAfter: nil)
      default: .refused(reason: "not allowed")
      }
    }
    try await Self.run(receiver) { harness in
      for host in ["later", "gone", "refused"] { _ = try await create(harness, host, "https://\(host).example") }
      try await eventually("three tries", holds: { receiver.posts.count == 3 })
      try await eventually(
        "their ends", holds: { try await harness.store.callbacks(CallbackQuery()).allSatisfy { $0.attempts == 1 } })
      let later = try #require(try await harness.store.callbacks(CallbackQuery(state: .due)).first)
      let pause = try #require(later.dueAt).since(SystemTimeSource().now())
      #expect(later.attempts == 1 && pause > .seconds(500) && pause <= .seconds(600))
      let givenUp = try await harness.store.callbacks(CallbackQuery(state: .givenUp))
      #expect(Set(givenUp.map(\.lastReason)) == ["the receiver answered 410", "not allowed"])
    }
  }

  @Test("what a crash left undelivered is found again, also what was just being posted")
  func restart() async throws {
    let folder = TemporaryFolder()
    let hanging = ScriptedReceiver { _, _ in
      try? await Task.sleep(for: .seconds(600))
      return .failed(reason: "never")
    }
    var jobIDs: Set<String> = []
    try await Self.run(hanging, folder: folder.path) { harness in
      for number in 1...10 { jobIDs.insert(try await create(harness, "fox \(number)").jobID) }
      try await eventually("posts that hang", holds: { hanging.posts.count == 4 })
    }
    let receiver = ScriptedReceiver()
    try await Self.run(receiver, folder: folder.path) { harness in
      try await eventually("all of them", holds: { try await states(harness).allSatisfy { $0 == .delivered } })
      #expect(Set(receiver.posts.compactMap { $0.record?["id"]?.string }) == jobIDs)
    }
  }

  @Test("receivers that hang, in whatever number of callbacks, delay no other receiver's")
  func slowReceivers() async throws {
    let receiver = ScriptedReceiver { post, _ in
      if post.url.hasPrefix("https://slow") { try? await Task.sleep(for: .seconds(600)) }
      return .delivered(status: 200)
    }
    try await Self.run(receiver) { harness in
      let first = try await create(harness, "a fox", "https://good.example")
      try await harness.record(of: first.jobID, untilStatus: 2)
      for number in 0..<300 { _ = try await create(harness, "a fox", "https://slow\(number % 3).example") }
      for _ in 0..<20 { _ = try await create(harness, "a fox", "https://good.example") }
      try await eventually(
        "the good ones", holds: { receiver.posts.count { $0.url == "https://good.example/" } == 21 })
      for number in 0..<3 { #expect(receiver.posts.count { $0.url == "https://slow\(number).example/" } <= 4) }
    }
  }

  @Test("nothing is lost between the look at the job and its end")
  func races() async throws {
    let receiver = ScriptedReceiver()
    let upstream = ScriptedUpstream()
    try await Self.run(receiver, upstream: upstream) { harness in
      try await withThrowingTaskGroup(of: String.self) { group in
        for number in 0..<200 {
          group.addTask { try await create(harness, "fox \(number / 10)").jobID }
        }
        var jobIDs: Set<String> = []
        for try await jobID in group { jobIDs.insert(jobID) }
        try await eventually("all of them", holds: { try await states(harness).filter { $0 == .delivered }.count == 200 })
        #expect(receiver.posts.count == 200 && Set(receiver.posts.compactMap { $0.record?["id"]?.string }) == jobIDs)
      }
    }
  }

  @Test("without room for it in the books a create that wants a callback is refused, also where it would be a hit")
  func unwritable() async throws {
    let disk = FailingDisk()
    try await Self.run(ScriptedReceiver(), disk: disk) { harness in
      let first = try await create(harness, "a fox")
      try await harness.record(of: first.jobID, untilStatus: 2)
      disk.fail(.full)
      await #expect(throws: GatewayError.self) { try await create(harness, "a fox") }
      _ = try await create(harness, "a fox", "CALLBACK_URL")
      disk.mend()
    }
  }
}
