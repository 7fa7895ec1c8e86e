package import TollgateCore

extension InMemoryStore {
  package func keys() async throws(StoreError) -> [StoredKey] {
    let state = disk.state
    return state.keys.map { state.withBudgets($0) }.sorted { $0.key.name < $1.key.name }
  }

  package func insert(_ key: StoredKey) async throws(StoreError) {
    try await change { try $0.insert(key) }
  }

  package func revokeKey(
    named name: String, at now: Timestamp, if precondition: Precondition
  ) async throws(StoreError) -> Bool {
    try await change { state in
      if let known = state.keys.first(where: { $0.key.name == name }) {
        try precondition.check(state.withBudgets(known).revision, of: "the key \(name)")
      }
      guard let place = state.keys.firstIndex(where: { $0.key.name == name && $0.key.revokedAt == nil }) else { return false }
      state.keys[place] = state.keys[place].revoked(at: now)
      return true
    }
  }

  package func rotateKey(
    named name: String, to digest: KeyDigest, formerUntil: Timestamp?, at now: Timestamp, if precondition: Precondition
  ) async throws(StoreError) -> RotatedKey? {
    try await change { state in
      guard let place = state.keys.firstIndex(where: { $0.key.name == name && $0.key.revokedAt == nil }) else { return nil }
      let before = state.withBudgets(state.keys[place])
      // Before anything is forgotten, which gives a key another revision.
      try precondition.check(before.revision, of: "the key \(name)")
      state.forgetFormerSecrets { $0.hasEndedFormer(at: now) }
      guard !state.keys.contains(where: { $0.has(digest) }) else { throw StoreError.secretTaken(name) }
      state.keys[place] = before.rotated(to: digest, formerUntil: formerUntil)
      state.rotations += 1
      return RotatedKey(before: before, after: state.keys[place], number: state.rotations)
    }
  }

  package func forgetFormerSecrets(_ digests: Set<KeyDigest>) async throws(StoreError) {
    try await change { state in
      state.forgetFormerSecrets { $0.former.map { digests.contains($0.digest) } ?? false }
    }
  }

  package func changeKey(
    named name: String, by change: KeyChange, if precondition: Precondition
  ) async throws(StoreError) -> Bool {
    try await self.change { state in
      guard let place = state.keys.firstIndex(where: { $0.key.name == name }) else { return false }
      let old = state.withBudgets(state.keys[place])
      try precondition.check(old.revision, of: "the key \(name)")
      let new = change.applied(to: old.key)
      if let team = new.team, team != old.key.team, state.teams[team] == nil { throw StoreError.noSuchTeam(team) }
      state.keys[place] = old.with(new)
      state.budgets[.key(new.id)] = new.limits.budgets
      return true
    }
  }

  package func declare(_ declaration: Declaration, at now: Timestamp) async throws(StoreError) {
    try await change { state in
      state.teams = state.teams.mapValues { _ in .created }
      for team in declaration.teams.keys { state.teams[team] = .declared }
      try state.declare(declaration.keys, at: now)
      state.budgets[.gateway] = declaration.budgets
      for (team, limits) in declaration.teams { state.budgets[.team(team)] = limits }
    }
  }
}

extension BookState {
  /// The key with its budgets, which are kept with all others.
  fileprivate func withBudgets(_ stored: StoredKey) -> StoredKey {
    var limits = stored.key.limits
    limits.budgets = budgets[.key(stored.key.id)] ?? BudgetLimits()
    return stored.with(KeyChange(limits: LimitChange(to: limits)).applied(to: stored.key))
  }

  fileprivate mutating func insert(_ stored: StoredKey) throws {
    guard stored.key.origin != .open else { throw StoreError.conflict("a key of open mode is never stored") }
    guard !keys.contains(where: { $0.key.name == stored.key.name || $0.has(stored.digest) || $0.key.id == stored.key.id })
    else { throw StoreError.conflict("the name or the secret of \(stored.key.name) is taken") }
    if let team = stored.key.team, teams[team] == nil { throw StoreError.noSuchTeam(team) }
    keys.append(stored)
    budgets[.key(stored.key.id)] = stored.key.limits.budgets
  }

  fileprivate mutating func forgetFormerSecrets(where isMeant: (StoredKey) -> Bool) {
    for (place, old) in keys.enumerated() where isMeant(old) {
      keys[place] = StoredKey(key: old.key, digest: old.digest, lastUsedAt: old.lastUsedAt)
    }
  }

  /// There is a team of this name from now on.
  fileprivate mutating func nameTeam(_ name: String) {
    if teams[name] == nil { teams[name] = .created }
  }

  /// The file's keys: a secret may move from one name to another, also around a circle.
  fileprivate mutating func declare(_ declared: [StoredKey], at now: Timestamp) throws {
    guard Set(declared.map(\.key.name)).count == declared.count, Set(declared.map(\.digest)).count == declared.count else {
      throw StoreError.conflict("two declared keys have one name or one secret")
    }
    forgetFormerSecrets { $0.hasEndedFormer(at: now) }
    let wanted = Dictionary(declared.map { ($0.key.name, $0) }) { first, _ in first }
    let digests = Set(declared.map(\.digest))
    for (place, old) in keys.enumerated() where old.former != nil {
      if wanted[old.key.name] != nil {
        keys[place] = StoredKey(key: old.key, digest: old.digest, lastUsedAt: old.lastUsedAt)
      } else if old.former.map({ digests.contains($0.digest) }) == true {
        throw StoreError.declaredSecretTaken(by: old.key.name)
      }
    }
    for (place, old) in keys.enumerated() where digests.contains(old.digest) && wanted[old.key.name]?.digest != old.digest {
      guard old.key.origin == .declared || wanted[old.key.name] != nil else {
        throw StoreError.declaredSecretTaken(by: old.key.name)
      }
      keys[place] = StoredKey(
        key: old.key, digest: KeyDigest(secret: "no secret of " + old.key.id.hex), lastUsedAt: old.lastUsedAt)
    }
    for (place, old) in keys.enumerated()
    where old.key.origin == .declared && wanted[old.key.name] == nil && old.key.revokedAt == nil {
      keys[place] = old.revoked(at: now)
    }
    for stored in declared {
      if let team = stored.key.team { nameTeam(team) }
      guard let place = keys.firstIndex(where: { $0.key.name == stored.key.name }) else {
        try insert(stored)
        continue
      }
      let old = keys[place].key
      let key = Key(
        id: old.id, name: old.name, team: stored.key.team, origin: .declared, models: stored.key.models,
        replayOnly: stored.key.replayOnly, limits: stored.key.limits, createdAt: old.createdAt,
        expiresAt: stored.key.expiresAt)
      keys[place] = StoredKey(key: key, digest: stored.digest, lastUsedAt: keys[place].lastUsedAt)
      budgets[.key(old.id)] = stored.key.limits.budgets
    }
  }
}

extension StoredKey {
  /// Whether a secret is this key's, or was before its latest rotation.
  fileprivate func has(_ digest: KeyDigest) -> Bool { digest == self.digest || digest == former?.digest }

  /// Whether it has a former secret that is worth nothing any more.
  fileprivate func hasEndedFormer(at now: Timestamp) -> Bool {
    former.map { $0.validUntil <= now || key.revokedAt != nil } ?? false
  }

  fileprivate func with(_ key: Key) -> StoredKey {
    StoredKey(key: key, digest: digest, former: former, lastUsedAt: lastUsedAt)
  }

  fileprivate func revoked(at now: Timestamp) -> StoredKey {
    with(
      Key(
        id: key.id, name: key.name, team: key.team, origin: key.origin, models: key.models, replayOnly: key.replayOnly,
        limits: key.limits, createdAt: key.createdAt, expiresAt: key.expiresAt, revokedAt: now))
  }

  /// The same key, used at this moment too.
  func used(at moment: Timestamp) -> StoredKey {
    StoredKey(key: key, digest: digest, former: former, lastUsedAt: lastUsedAt.map { max($0, moment) } ?? moment)
  }
}
