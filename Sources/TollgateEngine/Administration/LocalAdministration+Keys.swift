package import TollgateCore

extension LocalAdministration {
  package func createKey(_ request: NewKey) async throws(AdministrationError) -> CreatedKey {
    guard ShortName.isValid(request.name) else {
      throw AdministrationError(.invalid, "A key's name has 1 to 64 of the characters A-Z a-z 0-9 . _ -; choose another.")
    }
    try refuseDeclared(request.name, remedy: "choose another name")
    try request.limits?.check()
    let limits = request.limits?.applied(to: KeyLimits()) ?? KeyLimits()
    let models: [ModelPattern]? = if let texts = request.models { try Self.patterns(texts) } else { nil }
    let secret = KeySecret.random()
    let key = Key(
      id: .random(), name: request.name, team: request.team, origin: .created, models: models, limits: limits,
      createdAt: time.now(), expiresAt: request.expiresAt)
    try await translating { () throws(StoreError) in
      try await store.insert(StoredKey(key: key, digest: KeyDigest(secret: secret)))
    }
    try await reloadKeys()
    return CreatedKey(key: KeySummary(key), secret: secret)
  }

  private static func patterns(_ texts: [String]) throws(AdministrationError) -> [ModelPattern] {
    var patterns: [ModelPattern] = []
    for text in texts { patterns.append(try pattern(text)) }
    return patterns
  }

  static func pattern(_ text: String) throws(AdministrationError) -> ModelPattern {
    guard let pattern = ModelPattern(text) else {
      throw AdministrationError(
        .invalid, "\"\(text)\" is no model pattern; use an id, or the beginning of one and a *, e.g. google/*.")
    }
    return pattern
  }

  package func keys() async throws(AdministrationError) -> [KeySummary] {
    try await storedKeys().map { KeySummary($0.key) }.sorted { $0.name < $1.name }
  }

  package func key(named name: String) async throws(AdministrationError) -> KeySummary {
    KeySummary(try await storedKey(named: name))
  }

  package func changeKey(named name: String, _ change: KeyChange) async throws(AdministrationError) -> KeySummary {
    try refuseDeclared(name, remedy: "change it there and restart the gateway")
    let key = try await storedKey(named: name)
    guard key.revokedAt == nil else { throw AdministrationError(.conflict, "The key \"\(name)\" is revoked.") }
    guard key.origin != .declared else {
      throw AdministrationError(
        .conflict, "The key \"\(name)\" is declared in the configuration file; change it there and restart the gateway.")
    }
    guard !change.limits.isEmpty else {
      throw AdministrationError(.invalid, "Nothing is to be changed; name a limit and what it becomes.")
    }
    try change.limits.check()
    _ = try await translating { () throws(StoreError) in try await store.changeLimits(ofKeyNamed: name, by: change.limits) }
    try await reloadKeys()
    return KeySummary(try await storedKey(named: name))
  }

  package func revokeKey(named name: String) async throws(AdministrationError) {
    try refuseDeclared(name, remedy: "remove it there and restart the gateway")
    let stored = try await storedKeyWithDigest(named: name)
    guard stored.key.origin != .declared || stored.key.revokedAt != nil else {
      throw AdministrationError(
        .conflict, "The key \"\(name)\" is declared in the configuration file; remove it there and restart the gateway.")
    }
    let now = time.now()
    let isRevoked = try await translating { () throws(StoreError) in try await store.revokeKey(named: name, at: now) }
    // Whether it was now or earlier: who is told that it is revoked is not let in any more, also where the keys cannot be read.
    keyRing?.revoke(stored)
    try await reloadKeys()
    guard isRevoked else { throw AdministrationError(.conflict, "The key \"\(name)\" is revoked already.") }
  }

  /// A key of the file belongs to the file, whatever the store knows about it yet.
  private func refuseDeclared(_ name: String, remedy: String) throws(AdministrationError) {
    guard let place = declarations[name] else { return }
    throw AdministrationError(.conflict, "The key \"\(name)\" is declared in \(place); \(remedy).")
  }

  func storedKey(named name: String) async throws(AdministrationError) -> Key {
    try await storedKeyWithDigest(named: name).key
  }

  private func storedKeyWithDigest(named name: String) async throws(AdministrationError) -> StoredKey {
    guard let key = try await storedKeys().first(where: { $0.key.name == name }) else {
      throw AdministrationError(.notFound, "There is no key \"\(name)\"; tollgate keys list shows all.")
    }
    return key
  }

  func storedKeys() async throws(AdministrationError) -> [StoredKey] {
    try await translating { () throws(StoreError) in try await store.keys() }
  }

  private func reloadKeys() async throws(AdministrationError) {
    try await keyRing?.reload { () throws(AdministrationError) in try await storedKeys() }
  }
}
