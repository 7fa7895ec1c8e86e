package import TollgateCore

extension LocalAdministration {
  package func createKey(_ request: NewKey) async throws(AdministrationError) -> CreatedKey {
    guard ShortName.isAddressable(request.name) else {
      throw AdministrationError(
        .invalid, "A key's name has 1 to 64 of the characters A-Z a-z 0-9 . _ -, and not only dots; choose another.")
    }
    try refuseDeclared(request.name, remedy: "choose another name")
    if let team = request.team { try NewTeam.check(name: team) }
    try request.check(at: time.now())
    let limits = request.limits?.applied(to: KeyLimits()) ?? KeyLimits()
    let models: [ModelPattern]? = if let texts = request.models { try Self.patterns(texts) } else { nil }
    let secret = KeySecret.random()
    let key = Key(
      id: .random(), name: request.name, team: request.team, origin: .created, models: models,
      replayOnly: request.replayOnly ?? false, limits: limits, createdAt: time.now(), expiresAt: request.expiresAt)
    let stored = StoredKey(key: key, digest: KeyDigest(secret: secret))
    if let team = request.team { try await nameDeclared(team) }
    try await translating { () throws(StoreError) in try await store.insert(stored) }
    keyRing?.add(stored)
    await reloadKeysOrLater()
    return CreatedKey(key: KeySummary(stored), secret: secret)
  }

  /// A team of the file with which no gateway has started yet is not in the store.
  private func nameDeclared(_ team: String) async throws(AdministrationError) {
    guard declared.teams[team] != nil else { return }
    try await translating { () throws(StoreError) in
      guard try await !store.teams().contains(where: { $0.name == team }) else { return }
      try await store.insert(Team(name: team, origin: .created))
    }
  }

  private static func patterns(_ texts: [String]) throws(AdministrationError) -> [ModelPattern] {
    var patterns: [ModelPattern] = []
    for text in texts { patterns.append(try ModelPattern(written: text)) }
    return patterns
  }

  package func keys() async throws(AdministrationError) -> [KeySummary] {
    try await storedKeys().map { KeySummary($0) }.sorted { $0.name < $1.name }
  }

  package func key(named name: String) async throws(AdministrationError) -> KeySummary {
    KeySummary(try await storedKeyWithDigest(named: name))
  }

  package func changeKey(
    named name: String, _ change: KeyChange, if precondition: Precondition
  ) async throws(AdministrationError) -> KeySummary {
    try refuseDeclared(name, remedy: "change it there and restart the gateway")
    try refuse(try await storedKey(named: name), remedy: "change it there and restart the gateway")
    guard !change.isEmpty else {
      throw AdministrationError(.invalid, "Nothing is to be changed; name what is, such as a limit, and what it becomes.")
    }
    try change.check(at: time.now())
    _ = try await translating { () throws(StoreError) in
      try await store.changeKey(named: name, by: change, if: precondition)
    }
    try await reloadKeys()
    return KeySummary(try await storedKeyWithDigest(named: name))
  }

  package func rotateKey(
    named name: String, _ rotation: KeyRotation, if precondition: Precondition
  ) async throws(AdministrationError) -> CreatedKey {
    try rotation.check()
    let remedy = "give it another secret there and restart the gateway"
    try refuseDeclared(name, remedy: remedy)
    let key = try await storedKey(named: name)
    try refuse(key, remedy: remedy)
    let now = time.now()
    guard key.isValid(at: now) else {
      throw AdministrationError(
        .conflict,
        "The key \"\(name)\" has expired, so that a new secret would be refused too; first let it expire later (tollgate keys "
          + "change \(name) --expires DATE).")
    }
    let secret = KeySecret.random()
    let digest = KeyDigest(secret: secret)
    let end: Timestamp? = rotation.overlap > .zero ? now + rotation.overlap : nil
    let rotated = try await translating { () throws(StoreError) in
      try await store.rotateKey(named: name, to: digest, formerUntil: end, at: now, if: precondition)
    }
    guard let rotated else { throw AdministrationError(.conflict, "The key \"\(name)\" is revoked.") }
    keyRing?.rotate(rotated)
    await reloadKeysOrLater()
    return CreatedKey(key: KeySummary(rotated.after), secret: secret)
  }

  package func revokeKey(named name: String, if precondition: Precondition) async throws(AdministrationError) {
    try refuseDeclared(name, remedy: "remove it there and restart the gateway")
    let key = try await storedKey(named: name)
    guard key.origin != .declared || key.revokedAt != nil else {
      throw AdministrationError(
        .conflict, "The key \"\(name)\" is declared in the configuration file; remove it there and restart the gateway.")
    }
    let now = time.now()
    let isRevoked = try await translating { () throws(StoreError) in
      try await store.revokeKey(named: name, at: now, if: precondition)
    }
    // Whether it was now or earlier: who is told that it is revoked is not let in any more, also where the keys cannot be read.
    keyRing?.revoke(key.id)
    await reloadKeysOrLater()
    guard isRevoked else { throw AdministrationError(.conflict, "The key \"\(name)\" is revoked already.") }
  }

  /// A key of the file belongs to the file, whatever the store knows about it yet.
  private func refuseDeclared(_ name: String, remedy: String) throws(AdministrationError) {
    guard let place = declared.keys[name] else { return }
    throw AdministrationError(.conflict, "The key \"\(name)\" is declared in \(place); \(remedy).")
  }

  /// A revoked key stays as it is, and one of the file is changed there.
  private func refuse(_ key: Key, remedy: String) throws(AdministrationError) {
    guard key.revokedAt == nil else {
      throw AdministrationError(.conflict, "The key \"\(key.name)\" is revoked; create another (tollgate keys create NAME).")
    }
    guard key.origin != .declared else {
      throw AdministrationError(
        .conflict, "The key \"\(key.name)\" is declared in the configuration file; \(remedy).")
    }
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
    guard let keyRing, let keyReader else { return }
    try await keyReader.reload(keyRing)
  }

  /// Reads the keys anew where the key ring knows already what was done. A secret that is shown this one time must not be lost
  /// because they cannot be read now: the key ring remembers that they could not, and ``KeyUpkeep`` tries again, and logs it.
  private func reloadKeysOrLater() async {
    try? await reloadKeys()
  }
}
