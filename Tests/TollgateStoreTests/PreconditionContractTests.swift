import Testing
import TollgateCore

/// Changes of what must be as it was read, against every implementation of the port.
@Suite struct PreconditionContractTests {
  private func key(_ store: any Store) async throws -> StoredKey {
    try #require(try await store.keys().first { $0.key.name == "alice" })
  }

  private func team(_ store: any Store) async throws -> Team {
    try #require(try await store.teams().first { $0.name == "design" })
  }

  private static func running(_ number: Int) -> KeyChange {
    var change = LimitChange()
    change.maximumRunning = .set(number)
    return KeyChange(limits: change)
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aKeyThatWasChangedIsLeftAlone(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Sample.storedKey("alice", secret: "1"))
      let read = Precondition.revisions([try await key(store).revision])
      #expect(try await store.changeKey(named: "alice", by: Self.running(2), if: read))
      let changed = try await key(store)
      for body in [
        { (store: any Store) in _ = try await store.changeKey(named: "alice", by: Self.running(3), if: read) },
        { _ = try await $0.rotateKey(named: "alice", to: KeyDigest(secret: "2"), formerUntil: nil, at: .after(1), if: read) },
        { _ = try await $0.revokeKey(named: "alice", at: .after(1), if: read) },
      ] {
        await #expect(throws: StoreError.changed("the key alice")) { try await body(store) }
      }
      #expect(try await key(store) == changed)
      #expect(try await !store.changeKey(named: "nobody", by: Self.running(3), if: read))
      let now = Precondition.revisions(["another", changed.revision])
      #expect(try await store.revokeKey(named: "alice", at: .after(1), if: now))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func everyChangeOfAKeyIsAnotherRevision(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Team(name: "design", origin: .created))
      try await store.insert(Sample.storedKey("alice", secret: "1"))
      var revisions = [try await key(store).revision]
      var change = KeyChange()
      let patterns = [try #require(ModelPattern("google/*"))]
      let changes: [(inout KeyChange) -> Void] = [
        { $0.team = .set("design") }, { $0.models = .set(patterns) }, { $0.replayOnly = .set(true) },
        { $0.expiresAt = .set(.after(900)) }, { $0.limits = Self.running(1).limits },
      ]
      for apply in changes {
        apply(&change)
        _ = try await store.changeKey(named: "alice", by: change)
        revisions.append(try await key(store).revision)
      }
      // Also where nothing of it is shown.
      _ = try await store.rotateKey(named: "alice", to: KeyDigest(secret: "2"), formerUntil: nil, at: .after(1))
      revisions.append(try await key(store).revision)
      _ = try await store.rotateKey(named: "alice", to: KeyDigest(secret: "3"), formerUntil: .after(60), at: .after(1))
      revisions.append(try await key(store).revision)
      _ = try await store.revokeKey(named: "alice", at: .after(2))
      revisions.append(try await key(store).revision)
      #expect(Set(revisions).count == revisions.count)
    }
  }

  /// A secret whose overlap has ended is forgotten with the change, and not before the key is compared.
  @Test(arguments: StoreUnderTest.allCases)
  func anEndedSecretIsNoChange(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Sample.storedKey("alice", secret: "1"))
      _ = try await store.rotateKey(named: "alice", to: KeyDigest(secret: "2"), formerUntil: .after(60), at: .after(1))
      let read = Precondition.revisions([try await key(store).revision])
      let rotated = try await store.rotateKey(
        named: "alice", to: KeyDigest(secret: "1"), formerUntil: nil, at: .after(90), if: read)
      #expect(rotated?.after.digests == [KeyDigest(secret: "1")])
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func aTeamThatWasChangedIsLeftAlone(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Team(name: "design", origin: .created))
      let read = Precondition.revisions([try await team(store).revision])
      let change = TeamChange(budgets: [.day: .set(.cents(5))])
      #expect(try await store.changeTeam(named: "design", by: change, if: read))
      let changed = try await team(store)
      await #expect(throws: StoreError.changed("the team design")) {
        try await store.changeTeam(named: "design", by: TeamChange(budgets: [.day: .set(.cents(6))]), if: read)
      }
      await #expect(throws: StoreError.changed("the team design")) { try await store.removeTeam(named: "design", if: read) }
      #expect(try await team(store) == changed)
      #expect(try await !store.removeTeam(named: "nobody", if: read))
      #expect(try await store.removeTeam(named: "design", if: .revisions([changed.revision])))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func ofManyWhoHaveReadTheSameOneChangesIt(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      try await store.insert(Sample.storedKey("alice", secret: "1"))
      for round in 1...20 {
        let read = Precondition.revisions([try await key(store).revision])
        let winners = await withTaskGroup(of: Int?.self) { group in
          for writer in 1...8 {
            let number = round * 10 + writer
            group.addTask {
              (try? await store.changeKey(named: "alice", by: Self.running(number), if: read)) == true ? number : nil
            }
          }
          return await group.compactMap(\.self).reduce(into: []) { $0.append($1) }
        }
        #expect(winners.count == 1)
        #expect(try await key(store).key.limits.maximumRunning == winners.first)
      }
    }
  }
}
