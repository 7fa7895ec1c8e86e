package import TollgateCore

extension InMemoryStore {
  package func keys() async throws(StoreError) -> [StoredKey] {
    let state = disk.state
    return state.keys.map { stored in
      var limits = stored.key.limits
      limits.budgets = state.budgets[.key(stored.key.id)] ?? BudgetLimits()
      return stored.with(limits: limits)
    }.sorted { $0.key.name < $1.key.name }
  }

  package func insert(_ key: StoredKey) async throws(StoreError) {
    try await change { try $0.insert(key) }
  }

  package func revokeKey(named name: String, at now: Timestamp) async throws(StoreError) -> Bool {
    try await change { state in
      guard let place = state.keys.firstIndex(where: { $0.key.name == name && $0.key.revokedAt == nil }) else { return false }
      state.keys[place] = state.keys[place].with(revokedAt: now)
      return true
    }
  }

  package func changeLimits(ofKeyNamed name: String, by change: LimitChange) async throws(StoreError) -> Bool {
    try await self.change { state in
      guard let place = state.keys.firstIndex(where: { $0.key.name == name }) else { return false }
      let id = state.keys[place].key.id
      var limits = state.keys[place].key.limits
      limits.budgets = state.budgets[.key(id)] ?? BudgetLimits()
      limits = change.applied(to: limits)
      state.keys[place] = state.keys[place].with(limits: limits)
      state.budgets[.key(id)] = limits.budgets
      return true
    }
  }

  package func declare(_ declaration: Declaration, at now: Timestamp) async throws(StoreError) {
    try await change { state in
      try state.declare(declaration.keys, at: now)
      state.budgets[.gateway] = declaration.budgets
      for (team, limits) in declaration.teams { state.budgets[.team(team)] = limits }
    }
  }
}

extension BookState {
  fileprivate mutating func insert(_ stored: StoredKey) throws {
    guard stored.key.origin != .open else { throw StoreError.conflict("a key of open mode is never stored") }
    guard !keys.contains(where: { $0.key.name == stored.key.name || $0.digest == stored.digest || $0.key.id == stored.key.id })
    else { throw StoreError.conflict("the name or the secret of \(stored.key.name) is taken") }
    keys.append(stored)
    budgets[.key(stored.key.id)] = stored.key.limits.budgets
  }

  /// The file's keys: a secret may move from one name to another, also around a circle.
  fileprivate mutating func declare(_ declared: [StoredKey], at now: Timestamp) throws {
    guard Set(declared.map(\.key.name)).count == declared.count, Set(declared.map(\.digest)).count == declared.count else {
      throw StoreError.conflict("two declared keys have one name or one secret")
    }
    let wanted = Dictionary(declared.map { ($0.key.name, $0) }) { first, _ in first }
    let digests = Set(declared.map(\.digest))
    for (place, old) in keys.enumerated() where digests.contains(old.digest) && wanted[old.key.name]?.digest != old.digest {
      guard old.key.origin == .declared || wanted[old.key.name] != nil else {
        throw StoreError.conflict("a declared key has the secret of \(old.key.name)")
      }
      keys[place] = StoredKey(key: old.key, digest: KeyDigest(secret: "no secret of " + old.key.id.hex))
    }
    for (place, old) in keys.enumerated()
    where old.key.origin == .declared && wanted[old.key.name] == nil && old.key.revokedAt == nil {
      keys[place] = old.with(revokedAt: now)
    }
    for stored in declared {
      guard let place = keys.firstIndex(where: { $0.key.name == stored.key.name }) else {
        try insert(stored)
        continue
      }
      let old = keys[place].key
      let key = Key(
        id: old.id, name: old.name, team: stored.key.team, origin: .declared, models: stored.key.models,
        replayOnly: stored.key.replayOnly, limits: stored.key.limits, createdAt: old.createdAt,
        expiresAt: stored.key.expiresAt)
      keys[place] = StoredKey(key: key, digest: stored.digest)
      budgets[.key(old.id)] = stored.key.limits.budgets
    }
  }
}

extension StoredKey {
  fileprivate func with(limits: KeyLimits? = nil, revokedAt: Timestamp? = nil) -> StoredKey {
    let key = Key(
      id: key.id, name: key.name, team: key.team, origin: key.origin, models: key.models, replayOnly: key.replayOnly,
      limits: limits ?? key.limits, createdAt: key.createdAt, expiresAt: key.expiresAt, revokedAt: revokedAt ?? key.revokedAt)
    return StoredKey(key: key, digest: digest)
  }
}
