import GRDB
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine
@testable import TollgateStore

@Suite("A key changes its secret and stays what it is")
struct KeyRotationTests {
  private static let hour = KeyRotation(overlap: .seconds(3600))
  private static let atOnce = KeyRotation(overlap: .zero)

  private func isAccepted(_ secret: String, _ harness: EngineHarness) -> Bool {
    let main = try? harness.gateway.caller(bearer: secret)
    // The instant lane asks by the bytes; both have to agree.
    let instant = harness.gateway.keyRing.owner(of: Array(secret.utf8).span, at: harness.gateway.time.now())
    #expect((main == nil) == (instant == nil))
    return main != nil
  }

  @Test("the old secret is accepted during the overlap and not after it, by both lanes, and across a restart")
  func overlap() async throws {
    let folder = TemporaryFolder()
    let time = ManualTime()
    var secrets: [String] = []
    try await EngineHarness.run(folder: folder.path, time: time) { harness in
      let administration = harness.engine.administration
      let created = try await administration.createKey(NewKey(name: "alice"))
      let rotated = try await administration.rotateKey(named: "alice", Self.hour)
      secrets = [created.secret, rotated.secret]
      #expect(rotated.secret.hasPrefix("tg_") && rotated.secret != created.secret)
      #expect(rotated.key.formerSecretUntil == time.now() + .seconds(3600))
      #expect(secrets.map { isAccepted($0, harness) } == [true, true])
      time.advance(by: .seconds(3599))
      #expect(secrets.map { isAccepted($0, harness) } == [true, true])
    }
    try await EngineHarness.run(folder: folder.path, time: time) { harness in
      #expect(secrets.map { isAccepted($0, harness) } == [true, true])
      time.advance(by: .seconds(1))
      #expect(secrets.map { isAccepted($0, harness) } == [false, true])
    }
    try await EngineHarness.run(folder: folder.path, time: time) { harness in
      #expect(secrets.map { isAccepted($0, harness) } == [false, true])
    }
  }

  @Test("without an overlap the old secret ends at once, also where the clock goes back")
  func withoutOverlap() async throws {
    let folder = TemporaryFolder()
    let time = ManualTime()
    try await EngineHarness.run(folder: folder.path, time: time) { harness in
      let administration = harness.engine.administration
      let created = try await administration.createKey(NewKey(name: "alice"))
      let rotated = try await administration.rotateKey(named: "alice", Self.atOnce)
      time.setBack(by: .seconds(60))
      #expect(!isAccepted(created.secret, harness) && isAccepted(rotated.secret, harness))
      #expect(rotated.key.formerSecretUntil == nil)
    }
  }

  @Test("of three secrets within one overlap the oldest ends at once")
  func secondRotation() async throws {
    try await EngineHarness.run { harness in
      let administration = harness.engine.administration
      let first = try await administration.createKey(NewKey(name: "alice")).secret
      let second = try await administration.rotateKey(named: "alice", Self.hour).secret
      let third = try await administration.rotateKey(named: "alice", Self.hour).secret
      #expect([first, second, third].map { isAccepted($0, harness) } == [false, true, true])
    }
  }

  @Test("of rotations at the same time the one that the store has made last leaves the secret that is accepted")
  func manyRotations() async throws {
    try await EngineHarness.run { harness in
      let administration = harness.engine.administration
      _ = try await administration.createKey(NewKey(name: "alice"))
      for _ in 1...40 {
        let secrets = try await withThrowingTaskGroup(of: String.self) { group in
          for _ in 1...8 { group.addTask { try await administration.rotateKey(named: "alice", Self.hour).secret } }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        let stored = try #require(try await harness.store.keys().first)
        #expect(stored.digests.count == 2)
        for secret in secrets {
          #expect(isAccepted(secret, harness) == stored.digests.contains(KeyDigest(secret: secret)))
        }
      }
    }
  }

  @Test("a key that was made is shown and let in, also where the keys cannot be read afterwards, and they are read later")
  func unreadableKeys() async throws {
    let time = ManualTime()
    try await EngineHarness.run(time: time) { harness in
      let administration = harness.engine.administration
      _ = try await administration.createKey(NewKey(name: "alice"))
      let store = try #require(harness.store as? SQLiteStore)
      // A value that is none: every reading of the keys fails.
      func set(_ models: String) async throws {
        _ = try await store.writer.write { db, _ in
          try db.execute(sql: "UPDATE keys SET models = \(models) WHERE name = 'alice'")
        }
      }
      try await set("'no list'")
      await #expect(throws: AdministrationError.self) { try await administration.keys() }
      let bob = try await administration.createKey(NewKey(name: "bob"))
      #expect(isAccepted(bob.secret, harness) && harness.gateway.keyRing.needsReload)
      try await set("NULL")
      let upkeep = KeyUpkeep(
        keyRing: harness.gateway.keyRing, reader: harness.engine.keyReader, store: store, time: time,
        logger: LogRecorder().logger)
      await upkeep.tend()
      #expect(!harness.gateway.keyRing.needsReload && isAccepted(bob.secret, harness))
    }
  }

  @Test("an overlap that was seen to be over is over, also where the clock is set back, and across a restart")
  func clockSetBack() async throws {
    let folder = TemporaryFolder()
    let time = ManualTime()
    var secrets: [String] = []
    try await EngineHarness.run(folder: folder.path, time: time) { harness in
      let administration = harness.engine.administration
      secrets.append(try await administration.createKey(NewKey(name: "alice")).secret)
      secrets.append(try await administration.rotateKey(named: "alice", Self.hour).secret)
      time.advance(by: .seconds(3600))
      #expect(secrets.map { isAccepted($0, harness) } == [false, true])
      // The store has forgotten it by the end of the run.
      time.setBack(by: .seconds(1800))
      #expect(secrets.map { isAccepted($0, harness) } == [false, true])
    }
    try await EngineHarness.run(folder: folder.path, time: time) { harness async throws in
      #expect(secrets.map { isAccepted($0, harness) } == [false, true])
      #expect(try await harness.store.keys().first?.former == nil)
    }
  }

  @Test("revoking a key ends all of its secrets")
  func revoked() async throws {
    let folder = TemporaryFolder()
    var secrets: [String] = []
    try await EngineHarness.run(folder: folder.path) { harness in
      let administration = harness.engine.administration
      secrets.append(try await administration.createKey(NewKey(name: "alice")).secret)
      secrets.append(try await administration.rotateKey(named: "alice", Self.hour).secret)
      try await administration.revokeKey(named: "alice")
      #expect(secrets.map { isAccepted($0, harness) } == [false, false])
      await #expect(throws: AdministrationError.self) { try await administration.rotateKey(named: "alice", Self.hour) }
    }
    try await EngineHarness.run(folder: folder.path) { harness in
      #expect(secrets.map { isAccepted($0, harness) } == [false, false])
    }
  }

  @Test("jobs, limits and what an Idempotency-Key stands for go on under the new secret")
  func sameKey() async throws {
    try await EngineHarness.run { harness in
      let administration = harness.engine.administration
      var limits = LimitChange()
      limits.maximumRunning = .set(7)
      let created = try await administration.createKey(NewKey(name: "alice", limits: limits))
      let old = try harness.gateway.caller(bearer: created.secret)
      var directives = CreateDirectives()
      directives.idempotencyKey = "order-1"
      let bought = try await harness.create(directives: directives, from: old)
      let rotated = try await administration.rotateKey(named: "alice", Self.atOnce)
      #expect(rotated.key.limits == created.key.limits && rotated.key.createdAt == created.key.createdAt)
      let new = try harness.gateway.caller(bearer: rotated.secret)
      #expect(new.key.id == old.key.id)
      try await harness.record(of: bought.jobID, untilStatus: 2, from: new)
      #expect(try await harness.create(directives: directives, from: new).jobID == bought.jobID)
      #expect(harness.upstream.sent.count == 1)
    }
  }

  @Test("an overlap does not outlive its key")
  func expiry() async throws {
    let time = ManualTime()
    try await EngineHarness.run(time: time) { harness in
      let administration = harness.engine.administration
      let created = try await administration.createKey(NewKey(name: "alice", expiresAt: time.now() + .seconds(60)))
      _ = try await administration.rotateKey(named: "alice", Self.hour)
      time.advance(by: .seconds(60))
      #expect(!isAccepted(created.secret, harness))
      await #expect(throws: AdministrationError.self) { try await administration.rotateKey(named: "alice", Self.hour) }
    }
  }

  @Test("what cannot be rotated is refused with a reason")
  func refused() async throws {
    try await EngineHarness.run(keys: [TestKey.declared("bob")]) { harness in
      let administration = harness.engine.administration
      _ = try await administration.createKey(NewKey(name: "alice"))
      let cases: [(String, Duration, AdministrationError.Kind)] = [
        ("nobody", .zero, .notFound), ("bob", .zero, .conflict), ("alice", .seconds(-1), .invalid),
        ("alice", .milliseconds(1500), .invalid), ("alice", .seconds(30 * 86_400 + 1), .invalid),
      ]
      for (name, overlap, kind) in cases {
        await #expect {
          try await administration.rotateKey(named: name, KeyRotation(overlap: overlap))
        } throws: { ($0 as? AdministrationError)?.kind == kind }
      }
      administration.declared.keys = ["bob": "gateway.yaml:37"]
      await #expect {
        try await administration.rotateKey(named: "bob", Self.hour)
      } throws: { ($0 as? AdministrationError)?.description.contains("gateway.yaml:37") == true }
      #expect(isAccepted(TestKey.secret(of: "bob"), harness))
      _ = try await administration.rotateKey(named: "alice", KeyRotation(overlap: KeyRotation.longestOverlap))
    }
  }

  @Test("when a key was last used is shown by the minute, once the statistics are written")
  func lastUse() async throws {
    let folder = TemporaryFolder()
    let time = ManualTime()
    try await EngineHarness.run(folder: folder.path, time: time) { harness in
      let administration = harness.engine.administration
      let created = try await administration.createKey(NewKey(name: "alice"))
      _ = try await administration.createKey(NewKey(name: "bob"))
      #expect(created.key.lastUsedAt == nil)
      _ = try await harness.create(from: try harness.gateway.caller(bearer: created.secret))
    }
    // The end of the last run has written them.
    try await EngineHarness.run(folder: folder.path, time: time) { harness in
      let keys = try await harness.engine.administration.keys()
      #expect(keys.map { $0.lastUsedAt?.description } == ["2026-03-30T18:37:00.000Z", nil])
    }
  }
}
