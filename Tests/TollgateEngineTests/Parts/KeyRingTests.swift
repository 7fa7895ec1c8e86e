import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("The key ring")
struct KeyRingTests {
  private static func stored(_ name: String, revokedAt: Timestamp? = nil) -> StoredKey {
    StoredKey(
      key: Key(
        id: KeyID(truncating: Array(name.utf8)), name: name, origin: .created, createdAt: Timestamp(millisecondsSince1970: 0),
        revokedAt: revokedAt),
      digest: KeyDigest(secret: "secret-of-\(name)"))
  }

  private let now = Timestamp(millisecondsSince1970: 1000)

  @Test("a reload that has read before a revocation never brings the key back")
  func overtakenReload() async throws {
    let ring = KeyRing(keys: [Self.stored("alice")], ownCredential: Secret("ak"))
    let hasRead = Gate()
    let mayFinish = Gate()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await ring.reload { () async throws(AdministrationError) in
          let old = [Self.stored("alice"), Self.stored("bob")]
          await hasRead.open()
          await mayFinish.wait()
          return old
        }
      }
      await hasRead.wait()
      try await ring.reload { () async throws(AdministrationError) in
        [Self.stored("alice", revokedAt: self.now), Self.stored("bob")]
      }
      await mayFinish.open()
      try await group.waitForAll()
    }
    #expect(throws: GatewayError.self) { try ring.caller(bearer: "secret-of-alice", at: now) }
    #expect(try ring.caller(bearer: "secret-of-bob", at: now).key.name == "bob")
  }

  @Test("a revoked key is refused at once, whether or not the keys can be read, and whatever a reload has read before")
  func revokedWithoutReload() async throws {
    let ring = KeyRing(keys: [Self.stored("alice"), Self.stored("bob")], ownCredential: Secret("ak"))
    let hasRead = Gate()
    let mayFinish = Gate()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await ring.reload { () async throws(AdministrationError) in
          await hasRead.open()
          await mayFinish.wait()
          return [Self.stored("alice"), Self.stored("bob")]
        }
      }
      await hasRead.wait()
      ring.revoke(Self.stored("alice").key.id)
      await #expect(throws: AdministrationError.self) {
        try await ring.reload { () async throws(AdministrationError) in throw AdministrationError(.unavailable, "no") }
      }
      #expect(throws: GatewayError.self) { try ring.caller(bearer: "secret-of-alice", at: now) }
      await mayFinish.open()
      try await group.waitForAll()
    }
    #expect(throws: GatewayError.self) { try ring.caller(bearer: "secret-of-alice", at: now) }
    #expect(try ring.caller(bearer: "secret-of-bob", at: now).key.name == "bob")
  }

  @Test("a secret that a rotation ended stays refused, whatever a reload has read before")
  func rotatedDuringReload() async throws {
    let ring = KeyRing(keys: [Self.stored("alice")], ownCredential: Secret("ak"))
    let rotated = Self.stored("alice").rotated(to: KeyDigest(secret: "new"), formerUntil: nil)
    let hasRead = Gate()
    let mayFinish = Gate()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await ring.reload { () async throws(AdministrationError) in
          await hasRead.open()
          await mayFinish.wait()
          return [Self.stored("alice")]
        }
      }
      await hasRead.wait()
      ring.rotate(rotated)
      #expect(try ring.caller(bearer: "new", at: now).key.name == "alice")
      await mayFinish.open()
      try await group.waitForAll()
    }
    #expect(throws: GatewayError.self) { try ring.caller(bearer: "secret-of-alice", at: now) }
    // A key that is revoked meanwhile gets in with neither.
    ring.revoke(rotated.key.id)
    ring.rotate(rotated)
    #expect(throws: GatewayError.self) { try ring.caller(bearer: "new", at: now) }
    #expect(ring.name(of: rotated.key.id) == "alice")
  }

  @Test("a key is valid until it expires, and not at that moment")
  func expiry() throws {
    let key = Key(
      id: .random(), name: "carol", origin: .created, createdAt: Timestamp(millisecondsSince1970: 0),
      expiresAt: Timestamp(millisecondsSince1970: 1000))
    let ring = KeyRing(
      keys: [StoredKey(key: key, digest: KeyDigest(secret: "secret-of-carol"))], ownCredential: Secret("ak"))
    #expect(
      try ring.caller(bearer: "secret-of-carol", at: Timestamp(millisecondsSince1970: 999)).key.name == "carol")
    #expect(throws: GatewayError.self) { try ring.caller(bearer: "secret-of-carol", at: now) }
  }

  @Test("who owns a token is found by its bytes, as long as its key is valid and something can be bought")
  func ownersOfTokens() throws {
    let carol = Key(
      id: .random(), name: "carol", origin: .created, createdAt: Timestamp(millisecondsSince1970: 0),
      expiresAt: Timestamp(millisecondsSince1970: 1000))
    let keys = [Self.stored("alice"), StoredKey(key: carol, digest: KeyDigest(secret: "secret-of-carol"))]
    let ring = KeyRing(keys: keys, ownCredential: Secret("ak"))
    func owner(_ ring: KeyRing, _ bearer: String, at now: Timestamp) -> String? {
      ring.owner(of: Array(bearer.utf8).span, at: now)?.key.name
    }
    #expect(owner(ring, "secret-of-alice", at: now) == "alice")
    #expect(owner(ring, "secret-of-alicf", at: now) == nil)
    #expect(owner(ring, "secret-of-carol", at: Timestamp(millisecondsSince1970: 999)) == "carol")
    #expect(owner(ring, "secret-of-carol", at: now) == nil)
    #expect(owner(KeyRing(keys: keys, ownCredential: nil), "secret-of-alice", at: now) == nil)
  }

  @Test("open mode passes each bearer on as a key of its own, and has one local user where the gateway has a key")
  func openMode() throws {
    let forwarding = KeyRing(keys: [], ownCredential: nil)
    let one = try forwarding.caller(bearer: "ak-one", at: now)
    let two = try forwarding.caller(bearer: "ak-two", at: now)
    #expect(one.isForwarded)
    #expect(one.key.id != two.key.id)
    let again = try forwarding.caller(bearer: "ak-one", at: now)
    #expect(again.key == one.key && again.credential == one.credential)
    #expect(throws: GatewayError.self) { try forwarding.caller(bearer: nil, at: now) }
    let own = KeyRing(keys: [], ownCredential: Secret("ak-gateway"))
    #expect(try own.caller(bearer: nil, at: now).key == own.caller(bearer: "anything", at: now).key)
    #expect(try !own.caller(bearer: nil, at: now).isForwarded)
  }
}
