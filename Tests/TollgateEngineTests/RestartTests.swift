import Foundation
import Testing
import TollgateCore
import TollgateEngine
import TollgateStore
import TollgateTestSupport

@Suite("A restart settles what the last run left behind")
struct RestartTests {
  /// Leaves one generation in each of the states that a crash can leave, in a fresh folder, and runs the body over it.
  private func afterCrash(
    upstream: ScriptedUpstream = ScriptedUpstream(), _ body: (EngineHarness, [GenerationNumber]) async throws -> Void
  ) async throws {
    let folder = TemporaryFolder()
    let numbers = try await SQLiteStore.withStore(folder: folder.path) { store in
      let held = try await buy("held", in: store)
      let submitting = try await buy("submitting", in: store)
      _ = try await store.record(.submit, for: submitting, at: now)
      let running = try await buy("running", in: store)
      _ = try await store.record(.submit, for: running, at: now)
      _ = try await store.record(
        .accepted(upstreamID: "up-9", charge: .stated(Money(nanodollars: 40_000_000))), for: running, at: now)
      return [held, submitting, running]
    }
    try await EngineHarness.run(folder: folder.path, upstream: upstream) { try await body($0, numbers) }
  }

  private let now = SystemTimeSource().now()

  private func buy(_ prompt: String, in store: SQLiteStore) async throws -> GenerationNumber {
    let request = try CreateRequest(body: EngineHarness.body(prompt), catalogue: .builtIn)
    let decision = try await store.decide(
      PurchaseOrder(
        slot: Slot(content: request.content, scope: .gateway), policy: CachePolicy(), key: .random(), team: nil,
        model: request.model, canonicalBody: request.canonical, quote: Money(nanodollars: 40_000_000),
        priceClass: Catalogue.builtIn.priceClass(model: request.model, args: request.args),
        at: now, window: LedgerWindow(day: 20_261_123, month: 202_611), owner: OwnerID("crashed")))
    guard case .bought(let generation) = decision else { throw UnexpectedDecision() }
    return generation.number
  }

  private struct UnexpectedDecision: Error {}

  @Test("held is released, submitting becomes unknown, running is watched to its end")
  func recovery() async throws {
    try await afterCrash { harness, numbers in
      #expect(try await harness.store.generation(numbers[0])?.state == .released)
      #expect(try await harness.store.generation(numbers[1])?.state == .unknown)
      await #expect(throws: GatewayError.outcomeUnknown(numbers[1], .unknown)) { try await harness.create("submitting") }
      try await eventually(
        "the end of what ran", holds: { try await harness.store.generation(numbers[2])?.state == .succeeded })
      guard case .hit = try await harness.create("running").outcome else {
        Issue.record("what ran before the crash should be replayed after it")
        return
      }
      #expect(harness.upstream.sent.isEmpty)
      _ = try await harness.create("held")
      #expect(harness.upstream.sent.count == 1)
    }
  }

  @Test("a forwarded bearer's job waits for its key's next request")
  func forwardedBearer() async throws {
    let folder = TemporaryFolder()
    let upstream = ScriptedUpstream()
    upstream.onQuery { .record(.running($0)) }
    var policy = EngineHarness.quickPolicy
    policy.polling.maximum = .milliseconds(5)
    var jobID = ""
    try await EngineHarness.run(folder: folder.path, policy: policy, upstream: upstream, ownCredential: nil) { harness in
      let caller = try harness.gateway.caller(bearer: "ak-somebody")
      jobID = try await harness.create(from: caller).jobID
    }
    upstream.onQuery { .record(.finished($0)) }
    let before = upstream.queries.count
    try await EngineHarness.run(folder: folder.path, policy: policy, upstream: upstream, ownCredential: nil) { harness in
      try await Task.sleep(for: .milliseconds(150))
      #expect(upstream.queries.count == before)
      let caller = try harness.gateway.caller(bearer: "ak-somebody")
      try await harness.record(of: jobID, untilStatus: 2, from: caller)
    }
  }
}
