import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite("The key ring")
struct KeyRingTests {
  private static func stored(
    _ name: String, origin: Key.Origin = .created, revokedAt: Timestamp? = nil
  ) -> StoredKey {
    StoredKey(
      key: Key(
        id: KeyID(truncating: Array(name.utf8)), name: name, origin: origin, createdAt: Timestamp(millisecondsSince1970: 0),
        revokedAt: revokedAt),
      digest: KeyDigest(secret: "secret-of-\(name)"))
  }

  private let now = Timestamp(millisecondsSince1970: 1000)

  private static func rotation(
    of stored: StoredKey, to secret: String, until end: Timestamp? = nil, number: Int
  ) -> RotatedKey {
    RotatedKey(before: stored, after: stored.rotated(to: KeyDigest(secret: secret), formerUntil: end), number: number)
  }

  private func isAccepted(_ secret: String, by ring: KeyRing, at now: Timestamp) -> Bool {
    (try? ring.caller(bearer: secret, at: now)) != nil
  }

  @Test("a key that the file declares anew is valid again, also where the reload that said so failed or was overtaken")
  func declaredAgain() async throws {
    let revoked = Self.stored("alice", revokedAt: now)
    let declared = Self.stored("alice", origin: .declared)
    let unread = AdministrationError(.unavailable, "the disk")
    // As what the reload of the file ends, and what comes meanwhile or afterwards.
    for isOvertaken in [false, true] {
      let ring = KeyRing(keys: [Self.stored("alice")], ownCredential: Secret("ak"))
      ring.revoke(declared.key.id)
      try await ring.reload { () async throws(AdministrationError) in [revoked] }
      if isOvertaken {
        try await ring.reload(isDeclared: true) { () async throws(AdministrationError) in
          try await ring.reload { () async throws(AdministrationError) in [declared] }
          return [declared]
        }
      } else {
        await #expect(throws: unread) {
          try await ring.reload(isDeclared: true) { () async throws(AdministrationError) in throw unread }
        }
        #expect(ring.needsReload && !isAccepted("secret-of-alice", by: ring, at: now))
        try await ring.reload { () async throws(AdministrationError) in [declared] }
      }
      #expect(isAccepted("secret-of-alice", by: ring, at: now), "overtaken: \(isOvertaken)")
      // It was said once.
      ring.revoke(declared.key.id)
      try await ring.reload { () async throws(AdministrationError) in [declared] }
      #expect(!isAccepted("secret-of-alice", by: ring, at: now))
    }
  }

  @Test(
    "rotations of a key that are heard of in the wrong order leave the newest secret and the one before it",
    arguments: [
      [1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1],
    ])
  func rotationsInAnyOrder(_ order: [Int]) async throws {
    let end = now + .seconds(60)
    let original = Self.stored("alice")
    var rotations: [RotatedKey] = []
    for number in 1...3 {
      let before = rotations.last?.after ?? original
      rotations.append(Self.rotation(of: before, to: "secret \(number)", until: end, number: number))
    }
    let ring = KeyRing(keys: [original], ownCredential: Secret("ak"))
    // Nobody has read the keys anew when this one is revoked.
    let revoked = KeyRing(keys: [original], ownCredential: Secret("ak"))
    for number in order {
      ring.rotate(rotations[number - 1])
      revoked.rotate(rotations[number - 1])
    }
    revoked.revoke(original.key.id)
    for secret in ["secret-of-alice", "secret 1", "secret 2", "secret 3"] {
      #expect(!isAccepted(secret, by: revoked, at: now), "\(secret)")
    }
    func accepted(at now: Timestamp) -> [Bool] {
      ["secret-of-alice", "secret 1", "secret 2", "secret 3"].map { isAccepted($0, by: ring, at: now) }
    }
    #expect(accepted(at: now) == [false, false, true, true])
    try await ring.reload { () async throws(AdministrationError) in [rotations[2].after] }
    #expect(accepted(at: now) == [false, false, true, true])
    #expect(accepted(at: end) == [false, false, false, true])
    ring.revoke(original.key.id)
    #expect(accepted(at: now) == [false, false, false, false])
  }

  /// Reloads a ring with keys that were read before `news` came.
  private func reloading(
    _ ring: KeyRing, havingRead keys: [StoredKey], onUse: @escaping @Sendable ([StoredKey]) -> Void = { _ in },
    news: () async throws -> Void
  ) async throws {
    let hasRead = Gate()
    let mayFinish = Gate()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await ring.reload(onUse: onUse) { () async throws(AdministrationError) in
          await hasRead.open()
          await mayFinish.wait()
          return keys
        }
      }
      await hasRead.wait()
      try await news()
      await mayFinish.open()
      try await group.waitForAll()
    }
  }

  @Test("what follows the keys follows those that are used, and not the older ones of a reading that was overtaken")
  func onlyWhatIsUsedIsTold() async throws {
    let ring = KeyRing(keys: [], ownCredential: Secret("ak"))
    let told = NIOLockedValueBox<[[String]]>([])
    let note: @Sendable ([StoredKey]) -> Void = { keys in told.withLockedValue { $0.append(keys.map(\.key.name)) } }
    try await reloading(ring, havingRead: [Self.stored("alice")], onUse: note) { () async throws in
      try await ring.reload(onUse: note) { () async throws(AdministrationError) in [Self.stored("alice"), Self.stored("bob")] }
    }
    #expect(told.withLockedValue { $0 } == [["alice", "bob"]])
  }

  @Test("a key that was made or rotated is let in, whatever a reload has read before, and whether or not the keys can be read")
  func newsDuringReload() async throws {
    let ring = KeyRing(keys: [Self.stored("alice")], ownCredential: Secret("ak"))
    try await reloading(ring, havingRead: [Self.stored("alice")]) { () async throws in
      ring.add(Self.stored("bob"))
      ring.rotate(Self.rotation(of: Self.stored("alice"), to: "new", number: 1))
    }
    await #expect(throws: AdministrationError.self) {
      try await ring.reload { () async throws(AdministrationError) in throw AdministrationError(.unavailable, "no") }
    }
    #expect(ring.needsReload)
    #expect(["secret-of-bob", "new", "secret-of-alice"].map { isAccepted($0, by: ring, at: now) } == [true, true, false])
    // What a later reload has read counts.
    try await ring.reload { () async throws(AdministrationError) in [Self.stored("alice")] }
    #expect(!ring.needsReload && !isAccepted("secret-of-bob", by: ring, at: now))
  }

  @Test("an overlap that was seen to be over does not begin again where the clock is set back")
  func endedOverlap() async throws {
    let end = now + .seconds(60)
    let rotated = Self.rotation(of: Self.stored("alice"), to: "new", until: end, number: 1).after
    let ring = KeyRing(keys: [rotated], ownCredential: Secret("ak"))
    #expect(isAccepted("secret-of-alice", by: ring, at: now) && ring.unforgottenSecrets.isEmpty)
    #expect(!isAccepted("secret-of-alice", by: ring, at: end))
    #expect(!isAccepted("secret-of-alice", by: ring, at: now) && isAccepted("new", by: ring, at: now))
    try await ring.reload { () async throws(AdministrationError) in [rotated] }
    #expect(!isAccepted("secret-of-alice", by: ring, at: now))
    let ended: Set = [KeyDigest(secret: "secret-of-alice")]
    #expect(ring.unforgottenSecrets == ended)
    ring.noteForgotten(ended)
    #expect(ring.unforgottenSecrets.isEmpty)
  }

  @Test("a reload that has read before a revocation never brings the key back")
  func overtakenReload() async throws {
    let ring = KeyRing(keys: [Self.stored("alice")], ownCredential: Secret("ak"))
    try await reloading(ring, havingRead: [Self.stored("alice"), Self.stored("bob")]) { () async throws in
      try await ring.reload { () async throws(AdministrationError) in
        [Self.stored("alice", revokedAt: self.now), Self.stored("bob")]
      }
    }
    #expect(throws: GatewayError.self) { try ring.caller(bearer: "secret-of-alice", at: now) }
    #expect(try ring.caller(bearer: "secret-of-bob", at: now).key.name == "bob")
  }

  @Test("a revoked key is refused at once, whether or not the keys can be read, and whatever a reload has read before")
  func revokedWithoutReload() async throws {
    let ring = KeyRing(keys: [Self.stored("alice"), Self.stored("bob")], ownCredential: Secret("ak"))
    try await reloading(ring, havingRead: [Self.stored("alice"), Self.stored("bob")]) { () async throws in
      ring.revoke(Self.stored("alice").key.id)
      await #expect(throws: AdministrationError.self) {
        try await ring.reload { () async throws(AdministrationError) in throw AdministrationError(.unavailable, "no") }
      }
      #expect(throws: GatewayError.self) { try ring.caller(bearer: "secret-of-alice", at: now) }
    }
    #expect(throws: GatewayError.self) { try ring.caller(bearer: "secret-of-alice", at: now) }
    #expect(try ring.caller(bearer: "secret-of-bob", at: now).key.name == "bob")
  }

  @Test("a secret that a rotation ended stays refused, whatever a reload has read before")
  func rotatedDuringReload() async throws {
    let ring = KeyRing(keys: [Self.stored("alice")], ownCredential: Secret("ak"))
    let rotated = Self.rotation(of: Self.stored("alice"), to: "new", number: 1)
    try await reloading(ring, havingRead: [Self.stored("alice")]) { () async throws in
      ring.rotate(rotated)
      #expect(try ring.caller(bearer: "new", at: now).key.name == "alice")
    }
    #expect(throws: GatewayError.self) { try ring.caller(bearer: "secret-of-alice", at: now) }
    // A key that is revoked meanwhile gets in with neither.
    ring.revoke(rotated.after.key.id)
    ring.rotate(rotated)
    #expect(throws: GatewayError.self) { try ring.caller(bearer: "new", at: now) }
    #expect(ring.name(of: rotated.after.key.id) == "alice")
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
