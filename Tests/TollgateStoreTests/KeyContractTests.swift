import Testing
import TollgateCore

/// Keys, against every implementation of the port.
@Suite struct KeyContractTests {
  private func names(_ store: any Store, valid: Bool = true) async throws -> [String] {
    try await store.keys().filter { ($0.key.revokedAt == nil) == valid }.map(\.key.name)
  }

  private func key(_ store: any Store, _ name: String) async throws -> StoredKey {
    try #require(try await store.keys().first { $0.key.name == name })
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aKeyIsKeptWhole(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let pattern = try #require(ModelPattern("google/*"))
      let odd = try #require(ModelPattern("a\"b\\c/é"))
      let full = Sample.storedKey(
        "alice", secret: "s1", team: "design", models: [pattern, odd], replayOnly: true, expiresAt: .after(60))
      let bare = Sample.storedKey("bob", secret: "s2", models: [])
      try await store.insert(Team(name: "design", origin: .created))
      try await store.insert(full)
      try await store.insert(bare)
      #expect(try await store.keys() == [full, bare])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func namesAndSecretsAreTakenForGood(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Sample.storedKey("alice", secret: "s1"))
      #expect(try await store.revokeKey(named: "alice", at: .after(1)))
      #expect(try await !store.revokeKey(named: "alice", at: .after(2)))
      #expect(try await !store.revokeKey(named: "nobody", at: .after(2)))
      #expect(try await key(store, "alice").key.revokedAt == .after(1))
      for (taken, word) in [
        (Sample.storedKey("alice", secret: "s2"), "name"), (Sample.storedKey("bob", secret: "s1"), "secret"),
      ] {
        await #expect {
          try await store.insert(taken)
        } throws: { error in
          if case StoreError.conflict(let sentence) = error { sentence.contains(word) } else { false }
        }
      }
      await #expect(throws: StoreError.self) { try await store.insert(Sample.storedKey("x", secret: "x", origin: .open)) }
      #expect(try await store.keys().count == 1)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func theFileRulesItsKeys(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      func declared(_ name: String, _ secret: String, team: String? = nil) -> StoredKey {
        Sample.storedKey(name, secret: secret, origin: .declared, team: team)
      }
      try await store.insert(Sample.storedKey("made", secret: "m"))
      try await store.declare(Declaration(keys: [declared("alice", "1"), declared("bob", "2")]), at: .after(1))
      let alice = try await key(store, "alice").key.id
      // Changed, new, and gone.
      try await store.declare(
        Declaration(keys: [declared("alice", "3", team: "design"), declared("carol", "4")]), at: .after(2))
      #expect(try await names(store) == ["alice", "carol", "made"])
      #expect(try await key(store, "bob").key.revokedAt == .after(2))
      let changed = try await key(store, "alice")
      #expect(changed.key.id == alice && changed.key.team == "design" && changed.digest == KeyDigest(secret: "3"))
      // Back again, with its old secret and its history.
      let bob = try await key(store, "bob").key.id
      try await store.declare(Declaration(keys: [declared("bob", "2")]), at: .after(3))
      #expect(try await names(store) == ["bob", "made"])
      #expect(try await key(store, "bob").key.id == bob)
      // The same file twice changes nothing.
      let before = try await store.keys()
      try await store.declare(Declaration(keys: [declared("bob", "2")]), at: .after(4))
      #expect(try await store.keys() == before)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func secretsMayMoveBetweenDeclaredNames(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      func declare(_ keys: [String: String]) async throws {
        let keys = keys.sorted { $0.key < $1.key }.map { Sample.storedKey($0.key, secret: $0.value, origin: .declared) }
        try await store.declare(Declaration(keys: keys), at: .after(1))
      }
      try await declare(["a": "1", "b": "2"])
      try await declare(["a": "2", "b": "1"])
      #expect(try await key(store, "a").digest == KeyDigest(secret: "2"))
      #expect(try await key(store, "b").digest == KeyDigest(secret: "1"))
      // Renamed: the old name no longer opens with the secret that its successor has.
      try await declare(["a": "2", "c": "1"])
      #expect(try await key(store, "c").digest == KeyDigest(secret: "1"))
      #expect(try await key(store, "b").digest != KeyDigest(secret: "1"))
      #expect(try await names(store, valid: false) == ["b"])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aDeclarationTakesACreatedNameButNoCreatedSecret(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let made = Sample.storedKey("made", secret: "m")
      try await store.insert(made)
      await #expect(throws: StoreError.self) {
        try await store.declare(Declaration(keys: [Sample.storedKey("other", secret: "m", origin: .declared)]), at: .after(1))
      }
      await #expect(throws: StoreError.self) {
        try await store.declare(
          Declaration(keys: [
            Sample.storedKey("x", secret: "1", origin: .declared), Sample.storedKey("y", secret: "1", origin: .declared),
          ]),
          at: .after(1))
      }
      await #expect(throws: StoreError.self) {
        try await store.declare(
          Declaration(keys: [
            Sample.storedKey("x", secret: "1", origin: .declared), Sample.storedKey("x", secret: "2", origin: .declared),
          ]),
          at: .after(1))
      }
      #expect(try await store.keys() == [made])
      try await store.declare(Declaration(keys: [Sample.storedKey("made", secret: "n", origin: .declared)]), at: .after(2))
      let adopted = try await key(store, "made")
      #expect(adopted.key.id == made.key.id && adopted.key.origin == .declared && adopted.digest == KeyDigest(secret: "n"))
    }
  }
}
