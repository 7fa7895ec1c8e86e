import Testing
import TollgateCore

/// Keys that change, against every implementation of the port.
@Suite struct KeyRotationContractTests {
  private func key(_ store: any Store, _ name: String = "alice") async throws -> StoredKey {
    try #require(try await store.keys().first { $0.key.name == name })
  }

  private func digest(_ secret: String) -> KeyDigest { KeyDigest(secret: secret) }

  @Test(arguments: StoreUnderTest.allCases)
  func aRotationKeepsTheKeyAndOneFormerSecret(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let limits = KeyLimits(budgets: BudgetLimits(day: .cents(5)), maximumRunning: 2)
      let made = Sample.storedKey("alice", secret: "1", team: "design", limits: limits)
      try await store.insert(Team(name: "design", origin: .created))
      try await store.insert(made)
      let first = try await store.rotateKey(named: "alice", to: digest("2"), formerUntil: .after(60), at: .after(1))
      #expect(first?.before == made && first?.number == 1)
      #expect(
        first?.after
          == StoredKey(key: made.key, digest: digest("2"), former: .init(digest: digest("1"), validUntil: .after(60))))
      #expect(try await key(store) == first?.after)
      // Of three secrets the oldest is gone.
      let second = try await store.rotateKey(named: "alice", to: digest("3"), formerUntil: .after(90), at: .after(1))
      #expect(second?.before == first?.after && second?.number == 2)
      #expect(try await key(store).former == .init(digest: digest("2"), validUntil: .after(90)))
      // At once: not even remembered.
      _ = try await store.rotateKey(named: "alice", to: digest("4"), formerUntil: nil, at: .after(1))
      #expect(try await key(store) == StoredKey(key: made.key, digest: digest("4")))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func whatIsRevokedOrNotThereIsNotRotated(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Sample.storedKey("gone", secret: "1"))
      _ = try await store.revokeKey(named: "gone", at: .after(1))
      #expect(try await store.rotateKey(named: "gone", to: digest("2"), formerUntil: nil, at: .after(1)) == nil)
      #expect(try await store.rotateKey(named: "nobody", to: digest("2"), formerUntil: nil, at: .after(1)) == nil)
      #expect(try await key(store, "gone").digest == digest("1"))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aFormerSecretIsNobodyElses(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Sample.storedKey("alice", secret: "1"))
      try await store.insert(Sample.storedKey("bob", secret: "b"))
      _ = try await store.rotateKey(named: "alice", to: digest("2"), formerUntil: .after(60), at: .after(1))
      for secret in ["1", "2", "b"] {
        await #expect(throws: StoreError.self) { try await store.insert(Sample.storedKey("carol", secret: secret)) }
        await #expect(throws: StoreError.self) {
          try await store.rotateKey(named: "bob", to: digest(secret), formerUntil: nil, at: .after(1))
        }
        await #expect(throws: StoreError.self) {
          try await store.declare(
            Declaration(keys: [Sample.storedKey("dave", secret: secret, origin: .declared)]), at: .after(1))
        }
      }
      #expect(try await store.keys().map(\.key.name) == ["alice", "bob"])
      #expect(try await key(store, "bob").digest == digest("b"))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aKeyThatIsDeclaredHasTheFilesSecretOnly(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Sample.storedKey("alice", secret: "1"))
      _ = try await store.rotateKey(named: "alice", to: digest("2"), formerUntil: .after(60), at: .after(1))
      // Its former secret may even be the one that another key of the file has.
      let file = [("alice", "3"), ("bob", "1")].map { Sample.storedKey($0, secret: $1, origin: .declared) }
      try await store.declare(Declaration(keys: file), at: .after(1))
      let alice = try await key(store)
      #expect(alice.digest == digest("3") && alice.former == nil)
      #expect(try await key(store, "bob").digest == digest("1"))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aChangeSetsWhatItNames(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let google = try #require(ModelPattern("google/*"))
      try await store.insert(Team(name: "design", origin: .created))
      try await store.insert(Sample.storedKey("alice", secret: "1", team: "design"))
      try await store.insert(Team(name: "video", origin: .created))
      try await store.insert(Sample.storedKey("bob", secret: "2", team: "video"))
      var change = KeyChange()
      change.team = .set("video")
      change.models = .set([google])
      change.replayOnly = .set(true)
      change.expiresAt = .set(.after(60))
      change.limits.maximumRunning = .set(3)
      #expect(try await store.changeKey(named: "alice", by: change))
      let old = try await key(store).key
      #expect(old == change.applied(to: old) && old.team == "video" && old.models == [google] && old.replayOnly)
      #expect(old.expiresAt == .after(60) && old.limits.maximumRunning == 3)
      // What it does not name stays.
      var back = KeyChange()
      back.team = .set(nil)
      #expect(try await store.changeKey(named: "alice", by: back))
      #expect(try await key(store).key == back.applied(to: old))
      back.models = .set(nil)
      back.replayOnly = .set(nil)
      back.expiresAt = .set(nil)
      #expect(try await store.changeKey(named: "alice", by: back))
      let bare = try await key(store).key
      #expect(bare.team == nil && bare.models == nil && !bare.replayOnly && bare.expiresAt == nil)
      #expect(bare.limits == old.limits)
      #expect(try await !store.changeKey(named: "nobody", by: back))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aKeyMovesToATeamThatThereIsOnly(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Team(name: "design", origin: .created))
      try await store.insert(Sample.storedKey("alice", secret: "1", team: "design"))
      var change = KeyChange()
      change.team = .set("desgin")
      change.replayOnly = .set(true)
      let sent = change
      await #expect {
        try await store.changeKey(named: "alice", by: sent)
      } throws: { error in
        if case StoreError.conflict(let sentence) = error { sentence.contains("desgin") } else { false }
      }
      let alice = try await key(store).key
      #expect(alice.team == "design" && !alice.replayOnly)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func theLatestUseOfAKeyIsKept(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Sample.storedKey("alice", secret: "1", id: Sample.alice))
      try await store.insert(Sample.storedKey("bob", secret: "2", id: Sample.bob))
      func use(_ uses: [(KeyID, minute: Int64, UsageOutcome)]) async throws {
        try await store.add(
          uses.map { id, minute, outcome in
            UsageCount(.init(minute: minute, day: 20_260_528, key: id, team: nil, model: "m", outcome: outcome), count: 1)
          })
      }
      #expect(try await key(store).lastUsedAt == nil)
      // In any order; whoever is no stored key is none.
      try await use([(Sample.alice, 8, .hit), (Sample.alice, 9, .refused), (Sample.key(7), 30, .hit), (Sample.alice, 7, .miss)])
      #expect(try await key(store).lastUsedAt == Timestamp(millisecondsSince1970: 540_000))
      try await use([(Sample.alice, 5, .hit)])
      #expect(try await key(store).lastUsedAt == Timestamp(millisecondsSince1970: 540_000))
      #expect(try await key(store, "bob").lastUsedAt == nil)
      // Neither a rotation nor a change nor the file forgets it.
      _ = try await store.rotateKey(named: "alice", to: digest("3"), formerUntil: nil, at: .after(1))
      var change = KeyChange()
      change.replayOnly = .set(true)
      _ = try await store.changeKey(named: "alice", by: change)
      try await store.declare(Declaration(keys: [Sample.storedKey("alice", secret: "4", origin: .declared)]), at: .after(1))
      #expect(try await key(store).lastUsedAt == Timestamp(millisecondsSince1970: 540_000))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aFormerSecretIsFreeForTheFileWhenItHasEnded(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      for (name, secret) in [("alice", "1"), ("bob", "2"), ("carol", "3")] {
        try await store.insert(Sample.storedKey(name, secret: secret))
        _ = try await store.rotateKey(named: name, to: digest(secret + "new"), formerUntil: .after(60), at: .after(1))
      }
      _ = try await store.revokeKey(named: "bob", at: .after(2))
      func declare(_ secret: String, at now: Timestamp) async throws {
        try await store.declare(
          Declaration(keys: [Sample.storedKey("dave", secret: secret, origin: .declared)]), at: now)
      }
      await #expect(throws: StoreError.self) { try await declare("1", at: .after(59)) }
      // Of a revoked key, though its overlap goes on.
      try await declare("2", at: .after(59))
      #expect(try await key(store, "dave").digest == digest("2"))
      try await declare("1", at: .after(60))
      #expect(try await key(store, "dave").digest == digest("1"))
      #expect(try await key(store, "carol").former == nil)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aFormerSecretIsForgottenByItsDigest(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      for (name, secret) in [("alice", "1"), ("bob", "2")] {
        try await store.insert(Sample.storedKey(name, secret: secret))
        _ = try await store.rotateKey(named: name, to: digest(secret + "new"), formerUntil: .after(60), at: .after(1))
      }
      try await store.forgetFormerSecrets([digest("1"), digest("2new"), digest("nobody's")])
      let (alice, bob) = (try await key(store), try await key(store, "bob"))
      #expect(alice.former == nil && bob.former?.digest == digest("2"))
      #expect(alice.digest == digest("1new") && bob.digest == digest("2new"))
    }
  }
}
