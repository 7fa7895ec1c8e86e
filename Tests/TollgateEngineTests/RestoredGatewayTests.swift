import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@testable import TollgateStore

@Suite("A gateway that was restored from a backup sends nothing until that is accepted", .timeLimit(.minutes(15)))
struct RestoredGatewayTests {
  private static let known = "a red fox"

  /// A folder with a finished result, one that runs, one whose outcome is unknown, and a callback that is due, as a backup has it.
  private static func restored(_ upstream: ScriptedUpstream) async throws -> TemporaryFolder {
    let folder = TemporaryFolder()
    var key = KeyID.random()
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      key = try harness.local.key.id
      let bought = try await harness.create(known)
      try await harness.record(of: bought.jobID, untilStatus: 2)
      upstream.onQuery { _ in .unusable(reason: "still busy", retryAfter: nil) }
      _ = try await harness.create("runs")
      upstream.onCreate { _, _ in .unknown(reason: "reset") }
      _ = try? await harness.create("unknown")
    }
    try await SQLiteStore.withStore(folder: folder.path) { store in
      let finished = try #require(GenerationNumber(1))
      let order = PurchaseOrder(
        slot: try #require(try await store.generation(finished)).slot, policy: CachePolicy(), key: key, team: nil,
        model: "google/nano-banana-2/text-to-image", canonicalBody: EngineHarness.body(known), quote: .zero,
        priceClass: Catalogue.builtIn.priceClass(model: "google/nano-banana-2/text-to-image", args: [:]),
        at: SystemTimeSource().now(),
        window: LedgerWindow(day: 20_260_528, month: 202_605), owner: OwnerID("old"),
        callback: CallbackOrder(
          url: "https://a.example/hook", receiver: "https://a.example", baseURL: "http://127.0.0.1:8080", serial: 7),
        maximumCallbacksOfKey: 9)
      guard case .hit = try await store.decide(order) else {
        Issue.record("the slot has no result")
        return
      }
      try await store.beginRestored(
        from: .init(millisecondsSince1970: 1000), lastSerial: 1 << 20, at: .init(millisecondsSince1970: 2000))
    }
    return folder
  }

  private static func run(
    _ folder: TemporaryFolder, _ upstream: ScriptedUpstream, _ receiver: ScriptedReceiver,
    _ body: (EngineHarness) async throws -> Void
  ) async throws {
    let delivery = CallbackDelivery(transport: receiver, declaredSecrets: [:]) { CallbackWish($0, policy: AddressPolicy()) }
    try await EngineHarness.run(folder: folder.path, upstream: upstream, callbacks: delivery, body)
  }

  @Test("creates are answered from the cache or refused, jobs are asked about, and nobody is called back")
  func sendsNothing() async throws {
    let upstream = ScriptedUpstream()
    let folder = try await Self.restored(upstream)
    let sent = upstream.sent.count
    upstream.onCreate { _, _ in .accepted(upstreamID: "never", charge: .unstated) }
    upstream.onQuery { .record(.finished($0)) }
    let receiver = ScriptedReceiver()
    try await Self.run(folder, upstream, receiver) { harness in
      #expect(try await harness.create(Self.known).charged == .zero)
      for prompt in ["never asked", "unknown"] {
        for onUnknown in [nil, .resend] as [UnknownPolicy?] {
          var directives = CreateDirectives()
          directives.onUnknown = onUnknown
          await #expect(throws: GatewayError.notAccepted) { () async throws in
            _ = try await harness.create(prompt, directives: directives)
          }
        }
      }
      let unknown = try #require(try await harness.store.generations(in: .unknown, before: nil, limit: 1).first)
      let error = await #expect(throws: AdministrationError.self) { () async throws in
        _ = try await harness.engine.administration.resolve(unknown.number, as: .resend)
      }
      #expect(error?.description.contains("tollgate restore --accept") == true)
      // What ran when the backup was made is asked about, which buys nothing.
      try await eventually("the running job", holds: { try await harness.states().contains(.running) == false })
      #expect(try await harness.engine.administration.retryCallbacks(nil).count == 0)
      #expect(receiver.posts.isEmpty)
    }
    #expect(upstream.sent.count == sent)
  }

  @Test("after it was accepted the next create buys, and the callbacks go out")
  func accepted() async throws {
    let upstream = ScriptedUpstream()
    let folder = try await Self.restored(upstream)
    let sent = upstream.sent.count
    upstream.onCreate { _, _ in .accepted(upstreamID: "new", charge: .unstated) }
    upstream.onQuery { .record(.finished($0)) }
    let receiver = ScriptedReceiver()
    try await Self.run(folder, upstream, receiver) { harness in
      let acceptance = try await harness.engine.administration.acceptRestore()
      #expect(acceptance.accepted?.backupAt == .init(millisecondsSince1970: 1000) && acceptance.unknown == 1)
      #expect(try await harness.create("never asked").outcome == .miss(bypassed: false, loss: nil))
      try await eventually("the callback", holds: { receiver.posts.count == 1 })
      #expect(try await harness.engine.administration.acceptRestore().accepted == nil)
    }
    #expect(upstream.sent.count == sent + 1)
    // It stays accepted.
    try await Self.run(folder, upstream, receiver) { harness async throws in
      upstream.onCreate { _, _ in .accepted(upstreamID: "newer", charge: .unstated) }
      #expect(try await harness.create("another").outcome == .miss(bypassed: false, loss: nil))
    }
  }

  @Test("job ids of before the backup go on working, and later ones of the other gateway do not")
  func jobIDs() async throws {
    let folder = TemporaryFolder()
    let upstream = ScriptedUpstream()
    var ids: [String] = []
    var later = ""
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      for _ in 1...3 {
        let job = try await harness.create(Self.known)
        try await harness.record(of: job.jobID, untilStatus: 2)
        ids.append(job.jobID)
      }
      later = try await harness.create(Self.known).jobID
    }
    let secrets = try await SQLiteStore.withStore(folder: folder.path) { store in
      // The first paid, so that it has no serial; the next two have the first two.
      try await store.beginRestored(from: .init(millisecondsSince1970: 0), lastSerial: 2, at: .init(millisecondsSince1970: 1))
      return try await store.ticketSecrets()
    }
    #expect(secrets.former.count == 1)
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { harness in
      for id in ids {
        #expect(try await harness.gateway.query(id, from: try harness.local)["id"]?.string == id)
      }
      let missing = later
      await #expect(throws: GatewayError.noSuchJob) { () async throws in
        _ = try await harness.gateway.query(missing, from: try harness.local)
      }
      let new = try await harness.create(Self.known).jobID
      #expect(!ids.contains(new) && new != later)
      #expect(try await harness.gateway.query(new, from: try harness.local)["id"]?.string == new)
    }
  }
}
