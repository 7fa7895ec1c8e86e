import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@Suite("An unknown is bought again only by permission, and each permission is for one purchase")
struct ResendTests {
  private static let price = Money(nanodollars: 40_000_000)

  /// A gateway whose first create has ended unknown; what follows does as `next` says.
  private func withUnknown(
    folder: TemporaryFolder = TemporaryFolder(), next: @escaping ScriptedUpstream.CreateScript,
    _ body: (EngineHarness, GenerationNumber) async throws -> Void
  ) async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .unknown(reason: "reset") }
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      let first = try #require(GenerationNumber(1))
      await #expect(throws: GatewayError.lost(first)) { try await harness.create() }
      upstream.onCreate(next)
      try await body(harness, first)
    }
  }

  @Test("resending the same unknown three times buys once")
  func repeated() async throws {
    try await withUnknown(next: { _, number in .accepted(upstreamID: "up-\(number)", charge: .stated(Self.price)) }) {
      harness, first in
      let bought = try await harness.engine.administration.resolve(first, as: .resend)
      for _ in 0..<2 {
        #expect(try await harness.engine.administration.resolve(first, as: .resend).number == bought.number)
      }
      while try await harness.store.generation(bought.number)?.state != .succeeded { await Task.yield() }
      #expect(try await harness.engine.administration.resolve(first, as: .resend).number == bought.number)
      #expect(harness.upstream.sent.count == 2)
    }
  }

  @Test("what a client wanted kept nowhere is kept nowhere when it is resent by hand, and bought once")
  func noStore() async throws {
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .unknown(reason: "reset") }
    try await EngineHarness.run(upstream: upstream) { harness in
      let first = try #require(GenerationNumber(1))
      var directives = CreateDirectives()
      directives.noStore = true
      let noStore = directives
      await #expect(throws: GatewayError.lost(first)) { try await harness.create(directives: noStore) }
      upstream.onCreate { _, number in .accepted(upstreamID: "up-\(number)", charge: .stated(Self.price)) }
      let bought = try await harness.engine.administration.resolve(first, as: .resend)
      try await eventually(
        "its end", holds: { try await harness.store.generation(bought.number)?.state == .succeeded })
      #expect(try await harness.engine.administration.resolve(first, as: .resend).number == bought.number)
      #expect(try await harness.store.generation(bought.number)?.keepsResult == false)
      #expect(try await harness.store.results(ResultFilter()).isEmpty && upstream.sent.count == 2)
    }
  }

  @Test("a resend that ended unknown itself is not bought again by a resend of the first")
  func chain() async throws {
    try await withUnknown(next: { _, _ in .unknown(reason: "reset again") }) { harness, first in
      let second = try await harness.engine.administration.resolve(first, as: .resend)
      #expect(second.state == .unknown)
      #expect(try await harness.engine.administration.resolve(first, as: .resend).number == second.number)
      #expect(harness.upstream.sent.count == 2)
    }
  }

  @Test("a resend that brought nothing gives the slot back: the next plain create is still refused", arguments: [true, false])
  func slotIsGivenBack(isRejected: Bool) async throws {
    try await withUnknown(
      next: { _, _ in
        isRejected
          ? .rejected(Rejection(httpStatus: 200, code: 3000, text: "unstable"), retryAfter: nil) : .notSent(reason: "refused")
      }
    ) { harness, first in
      var resend = CreateDirectives()
      resend.onUnknown = .resend
      let permitted = resend
      await #expect(throws: GatewayError.self) { try await harness.create(directives: permitted) }
      let sent = harness.upstream.sent.count
      await #expect(throws: GatewayError.outcomeUnknown(first, .unknown)) { try await harness.create() }
      #expect(harness.upstream.sent.count == sent)
    }
  }

  @Test("while the upstream refuses the gateway's own key nothing is bought again, and the answer says why")
  func credentialRefused() async throws {
    try await withUnknown(
      next: { _, _ in .credentialRefused(Rejection(httpStatus: 401, code: 401, text: "bad key")) }
    ) { harness, first in
      _ = try await harness.engine.administration.resolve(first, as: .resend)
      let sent = harness.upstream.sent.count
      let error = await #expect(throws: AdministrationError.self) {
        try await harness.engine.administration.resolve(first, as: .resend)
      }
      #expect(error?.kind == .unavailable && error?.description.contains("set a valid SHORTAPI_KEY") == true)
      #expect(harness.upstream.sent.count == sent)
    }
  }

  @Test("what is sent is what the slot stands for, also when defaults have changed")
  func changedDefaults() async throws {
    let folder = TemporaryFolder()
    try await withUnknown(folder: folder, next: { _, _ in .unknown(reason: "reset") }) { _, _ in }
    let changed = Catalogue.builtIn.overriding([
      ModelRule(model: "google/nano-banana-2/text-to-image", price: nil, ttl: nil, defaults: ["style": "4K"])
    ])
    try await EngineHarness.run(folder: folder.path, catalogue: changed) { harness in
      let first = try #require(GenerationNumber(1))
      _ = try await harness.engine.administration.resolve(first, as: .resend)
      let sent = try #require(harness.upstream.sent.first)
      let new = try #require(try await harness.store.generations(in: nil, before: nil, limit: 1).first)
      #expect(new.slot.content == Content(hashing: sent) && String(decoding: sent, as: UTF8.self).contains("4K"))
      #expect(try await harness.store.generation(first)?.slot == new.slot)
    }
  }

  @Test("a wrong job id is not believed, and can be corrected when the job has stalled")
  func wrongJobID() async throws {
    let folder = TemporaryFolder()
    let time = ManualTime()
    let upstream = ScriptedUpstream()
    upstream.onCreate { _, _ in .unknown(reason: "reset") }
    upstream.onQuery { id in
      guard id == "wrong" else { return .record(.finished(id, model: "google/nano-banana-2/text-to-image")) }
      return .record(.finished(id, model: "alibaba/wan-2.6/text-to-video"))
    }
    try await EngineHarness.run(folder: folder.path, policy: GatewayPolicy(), upstream: upstream, time: time) { harness in
      let first = try #require(GenerationNumber(1))
      await #expect(throws: GatewayError.lost(first)) { try await harness.create() }
      _ = try await harness.engine.administration.resolve(first, as: .charged(upstreamID: "wrong"))
      try await time.advance(by: .seconds(600), until: { try await harness.states() == [.stalled] })
      let error = await #expect(throws: AdministrationError.self) {
        try await harness.engine.administration.resolve(first, as: .notCharged)
      }
      #expect(error?.description == "g1 was charged, and only its result has not come yet; give it up with --charged.")
      _ = try await harness.engine.administration.resolve(first, as: .charged(upstreamID: "right"))
      try await time.advance(by: .seconds(2), until: { try await harness.states() == [.succeeded] })
      #expect(try await harness.store.ledger(of: first).map(\.entry.kind) == [.hold, .capture])
    }
  }
}
